export type Line = "mobile" | "fixed" | "service" | "short" | "abroad" | "unknown";

/**
 * The numbering plan of Viet Nam since 2018: mobiles of ten digits, fixed lines of eleven that begin with 02, the lines of
 * the State (080) and of the armed forces (069), 1800 and 1900, and short numbers.
 */
const plan: readonly (readonly [Line, RegExp])[] = [
  ["mobile", /^0(3[2-9]|5[25-9]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/],
  ["fixed", /^(02\d{9}|080\d{5}|069\d{5,7})$/],
  ["service", /^1[89]00(\d{4}|\d{6})$/],
  ["short", /^(1[01]\d|10\d{2}|1[2-9]8|19[1-9]|166|9\d{3})$/],
];

/** Where a number of digits leads, a plus before it or not. */
export function lineOf(digits: string): Line {
  const normal = normalNumber(digits);
  const home = /^\+84([1-9]\d*)$/.exec(normal)?.[1];
  if (home !== undefined) {
    const known = plan.find(
      ([line, form]) => line !== "short" && form.test(line === "service" ? home : `0${home}`),
    );
    return known?.[0] ?? "unknown";
  }
  if (normal.startsWith("+")) return /^\+[1-9]\d{6,14}$/.test(normal) ? "abroad" : "unknown";
  return plan.find(([, form]) => form.test(normal))?.[0] ?? "unknown";
}

/** `0084…`, `84…` and `+84 (0)…` are the same number; one at home keeps its zero. */
export function normalNumber(digits: string): string {
  const plus = digits.replace(/^00(?=[1-9]\d{7})/, "+");
  const named = /^84[1-9]\d{8,9}$/.test(plus) ? `+${plus}` : plus;
  return named.replace(/^\+840(?=\d)/, "+84").replace(/^\+84(?=1[89]00)/, "");
}
