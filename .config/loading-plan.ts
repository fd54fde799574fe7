// What a phone fetches when, visible in the names of the built files: `assets/` is the first screen and what most pages
// share, `assets/lazy/` a page of daily work. With these the app is ready without a link. What is looked up now and
// then (`assets/later/`), the administration (`assets/admin/`) and what only paper needs (`assets/print/`) are later
// sets: the worker fetches them right after, each with all that it alone needs.

interface ModuleFacts {
  readonly isEntry: boolean;
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}
export interface Modules {
  getModuleInfo(id: string): ModuleFacts | null;
}
export interface ChunkFacts {
  readonly isDynamicEntry: boolean;
  readonly facadeModuleId: string | null;
  readonly moduleIds: readonly string[];
}

const names = (...all: string[]) => `(${all.join("|")})`;
const laterFeatures = names(
  "board",
  "calls",
  "contacts",
  "equipment",
  "guide",
  "handover",
  "kept",
  "morning",
  "notices",
  "roster",
  "scenarios",
  "share",
);
const laterParts = [
  new RegExp(`/features/${laterFeatures}/`),
  /\/features\/checks\/(month\.page|item-photos)/,
  /\/features\/incidents\/(incident-report|incident-edit|fallback-part|pack-part|links-part|security-card)/,
  // Nobody is set up without a link, and few sign out; whose data is gone is told so where he would sign in.
  /\/features\/auth\/(setup|first-code|sign-out)/,
  /\/features\/settings\/settings\.page/,
  /\/features\/outbox\/(details|dead-row|unreadable-row)/,
  /\/book\/(kept\/(kept|only-read-banner)|letters\/old|moment\/(day-calendar|day-field|time-field)|morning\/|scan\/|share\/)/,
  /\/book\/symptoms\/symptom-/,
  /\/book\/photos\/photo-(editor|viewer)/,
  /\/app\/history\/history/,
  /\/documents\//,
  /\/i18n\/english\.ts$/,
  /\/client\/(capsule|push|sms)\.ts$/,
];
const adminParts = [/\/features\/admin[^/]*\//, /\/book\/start\//];
const printParts = [/\/print[^/]*\.tsx?$/, /\/fonts?\/tinos/];
const laterTexts = new RegExp(
  `/locales/(en/|vi/${names("board", "calls", "equipment", "guide", "handover", "kept", "letters", "moment", "month", "morning", "notices", "owned", "paper", "roster", "scenarios", "share", "symptoms")}\\.json)`,
);
const adminTexts = /\/locales\/vi\/(admin|org|templates|import|operations|start)\.json$/;
/** Sheets of style are named after the page that brings them. */
const laterStyles =
  /^(month|moment|written-input|morning|print-head|board|calls|labels|roster|scenario|thing|scan-sheet|handover|start|calendar|contact-list|template-editor|import|admin)\b/;

export function loadingPlan() {
  let modules: Modules | undefined;
  const first = new Map<string, boolean>();
  const early = new Map<string, boolean>();
  const isIn = (parts: readonly RegExp[], id: string | null) =>
    id !== null && parts.some((part) => part.test(id));
  const isLate = (id: string) => isIn(laterParts, id) || isIn(adminParts, id) || isIn(printParts, id);

  /** Whether the page waits for this module: the entry or what it imports, however far down, but for `import()`. */
  function isOfFirstScreen(id: string, all: Modules): boolean {
    modules = all;
    const known = first.get(id);
    if (known !== undefined) return known;
    first.set(id, false);
    const info = all.getModuleInfo(id);
    const found = info !== null && (info.isEntry || info.importers.some((by) => isOfFirstScreen(by, all)));
    first.set(id, found);
    return found;
  }

  /** Whether something that is there from the beginning reaches this module, by a page or without. */
  function isEarly(id: string): boolean {
    const known = early.get(id);
    if (known !== undefined) return known;
    early.set(id, false);
    const info = modules?.getModuleInfo(id) ?? null;
    // What is late by its name still comes early when something early holds it fast.
    const by = info === null ? [] : [...info.importers, ...(isLate(id) ? [] : info.dynamicImporters)];
    const found = info === null || info.isEntry || by.some(isEarly);
    early.set(id, found);
    return found;
  }

  /** Whether, of all that reaches it, every last thing is the administration's. */
  function isAdmins(id: string, seen = new Set<string>()): boolean {
    if (isIn(adminParts, id)) return true;
    if (seen.has(id)) return true;
    seen.add(id);
    const info = modules?.getModuleInfo(id) ?? null;
    const by = info === null ? [] : [...info.importers, ...info.dynamicImporters];
    return by.length > 0 && by.every((one) => isAdmins(one, seen));
  }

  function chunkFolder({ isDynamicEntry, facadeModuleId, moduleIds }: ChunkFacts): string {
    const every = (part: RegExp) => moduleIds.length > 0 && moduleIds.every((id) => part.test(id));
    if (every(adminTexts)) return "assets/admin";
    if (every(laterTexts)) return "assets/later";
    if (isIn(printParts, facadeModuleId)) return "assets/print";
    if (moduleIds.length > 0 && !moduleIds.some(isEarly))
      return moduleIds.every((id) => isAdmins(id)) ? "assets/admin" : "assets/later";
    return isDynamicEntry ? "assets/lazy" : "assets";
  }

  function assetFolder(given: readonly string[]): string {
    if (given.some((name) => name.startsWith("tinos"))) return "assets/print";
    return given.some((name) => name.endsWith(".css") && laterStyles.test(name)) ? "assets/later" : "assets";
  }

  return { isOfFirstScreen, chunkFolder, assetFolder };
}
