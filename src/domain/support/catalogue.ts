/**
 * What a resident is helped with, where, how it ended and who needs more help: `domain.md` f, from Section 4.4
 * of the plan of xã Nghĩa Thọ and the work of a Tổ công nghệ số cộng đồng. Codes only; `locales` holds the words.
 */

/** The commonest five come first and are the form's big buttons; the rest stands behind *Việc khác…*. */
export const supportKindCodes: string[] = [
  "vneid",
  "file",
  "follow",
  "payment",
  "signature",
  "papers",
  "health",
  "safety",
  "skills",
  "phone",
  "address",
  "localApp",
  "commerce",
  "other",
];
export const commonSupportKindCount = 5;

export const supportFormCodes: string[] = ["home", "centre", "hall", "remote", "session"];

/** The first three are big buttons; the rest stands behind *Kết quả khác…*. */
export const supportResultCodes: string[] = [
  "done",
  "partly",
  "toCentre",
  "needsPolice",
  "noNetwork",
  "refused",
];

/** Several may be true of one visit; kept as counts, never tied to a name. */
export const vulnerableGroupCodes: string[] = [
  "elderly",
  "disabled",
  "poor",
  "minority",
  "noSmartphone",
  "child",
  "foreigner",
  "pregnant",
  "language",
];
