/**
 * What somebody pressed whose Vietnamese keyboard made letters of it: `motcuâ` was `motcuaa` by Telex, `motcuá` was
 * `motcua1` by VNI, `tọcns` was `to.cns` by VIQR. For accounts and one-time codes, which a keyboard should leave alone.
 */
interface Method {
  readonly tones: Readonly<Record<string, string>>;
  /** Shape of a letter, circumflex, breve and horn, to the key; an empty one repeats the letter itself. */
  readonly shapes: Readonly<Record<string, string>>;
  readonly stroke: string;
}

const [grave, acute, tilde, hook, dot] = ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"];
const [circumflex, breve, horn] = ["\u0302", "\u0306", "\u031b"];

function method(
  tones: string,
  [roof = "", bowl = "", beard = ""]: readonly string[],
  stroke: string,
): Method {
  const [f = "", s = "", x = "", r = "", j = ""] = tones;
  return {
    tones: { [grave]: f, [acute]: s, [tilde]: x, [hook]: r, [dot]: j },
    shapes: { [circumflex]: roof, [breve]: bowl, [horn]: beard },
    stroke,
  };
}

const methods: readonly Method[] = [
  method("fsxrj", ["", "w", "w"], "d"),
  method("21435", ["6", "8", "7"], "9"),
  method("`'~?.", ["^", "(", "+"], "d"),
];

/** So many ways to press one text are tried; a longer text than an account or a code is none. */
const most = 256;
const longest = 60;

export function keystrokesOf(typed: string): string[] {
  const text = typed.normalize("NFD").toLowerCase();
  if (!/[^\0-\x7f]/.test(text) || text.length > longest) return [];
  return [...new Set(methods.flatMap((one) => pressed(text, one)))].filter((keys) =>
    /^[\0-\x7f]*$/.test(keys),
  );
}

/** Keys put into the bare text: each behind the letter at `at`, or in its place. */
interface Way {
  readonly keys: readonly { readonly at: number; readonly key: string; readonly instead?: true }[];
}

function pressed(text: string, method: Method): string[] {
  let bare = "";
  const marks: { at: number; mark: string }[] = [];
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) marks.push({ at: bare.length - 1, mark: letter });
    else if (letter === "đ") {
      bare += "d";
      marks.push({ at: bare.length - 1, mark: letter });
    } else bare += letter;
  }
  const hasHorn = new Set(marks.filter(({ mark }) => mark === horn).map(({ at }) => at));
  let ways: Way[] = [{ keys: [] }];
  for (const { at, mark } of marks) {
    const key = keyOf(mark, bare[at] ?? "", method);
    if (key === undefined) return [];
    const choices: Way[] = placesFrom(bare, at).map((place) => ({ keys: [{ at: place, key }] }));
    if (mark === horn && bare[at] === "u" && key === "w")
      choices.push({ keys: [{ at, key, instead: true }] });
    // One key gives both letters of ươ their horns.
    if (mark === horn && bare[at] === "u" && hasHorn.has(at + 1)) choices.push({ keys: [] });
    ways = ways
      .flatMap((way) => choices.map(({ keys }) => ({ keys: [...way.keys, ...keys] })))
      .slice(0, most);
  }
  return ways.map((way) => typedOut(bare, way));
}

function keyOf(mark: string, letter: string, { tones, shapes, stroke }: Method): string | undefined {
  if (mark === "đ") return stroke;
  const shape = shapes[mark];
  return tones[mark] ?? (shape === "" ? letter : shape);
}

/** A key for a mark comes at once after its letter, or anywhere later in the word. */
function placesFrom(bare: string, at: number): number[] {
  const places = [at];
  while (/[a-z]/.test(bare[(places.at(-1) ?? 0) + 1] ?? "")) places.push((places.at(-1) ?? 0) + 1);
  return places;
}

function typedOut(bare: string, { keys }: Way): string {
  return [...bare]
    .map((letter, place) => {
      const here = keys.filter(({ at }) => at === place);
      const kept = here.some(({ instead }) => instead) ? "" : letter;
      return kept + here.map(({ key }) => key).join("");
    })
    .join("");
}
