/** Rhymes of Vietnamese without their tones. */
const rhymes = new Set(
  (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu " +
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oc oi om on ong oong oc ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay " +
    "oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uơ uy uya " +
    "uych uynh uyt uyu uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu"
  ).split(" "),
);
const onset = /^(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?/;
/** Rhymes that never bear the tone on their last letter. */
const toneEarlier = /^(?:.*[aăâeêoôơưiu][io]|.*[aâeêiươ]u|[aâ]y|.*uâ?y[ua]|oay|uây|ia|ua|ưa)$/;
const lastBearsTone = /[\u0300\u0301\u0303\u0309\u0323][\u0302\u0306\u031b]?$/;
const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** True for what can be one word of Vietnamese, whatever its case and wherever its tone stands. */
export function isSyllable(text: string): boolean {
  const spread = text.toLowerCase().normalize("NFD");
  if ((spread.match(tones) ?? []).length > 1) return false;
  const bare = spread.replace(tones, "").normalize("NFC");
  const [head = ""] = onset.exec(bare) ?? [];
  const rest = bare.slice(head.length);
  if (lastBearsTone.test(spread) && toneEarlier.test(rest)) return false;
  // The i of gi and the u of qu belong to either side: gì, quốc, quyên.
  if (head === "gi") return rest === "" || rhymes.has(rest) || rhymes.has(`i${rest}`);
  if (head === "qu") return !rest.startsWith("u") && (rhymes.has(rest) || rhymes.has(`u${rest}`));
  return rhymes.has(rest);
}
