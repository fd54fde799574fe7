import type { Setup } from "#client/sessions.ts";
import type { OwnableThing } from "#domain/checks/owned-things.ts";
import { fold } from "#kernel/text.ts";

export interface SetupForm {
  readonly token: string;
  readonly name: string;
  readonly code: string;
  readonly villageWord: string;
  /** One a line. */
  readonly villages: string;
  /** What the centre has of what not every centre has. */
  readonly owned: readonly OwnableThing[];
  readonly adminName: string;
  readonly account: string;
  readonly password: string;
  readonly deviceName: string;
}

/** The fields that the server would refuse, in the order of the form. */
export function mistakesIn(form: SetupForm): (keyof SetupForm)[] {
  const checks: [keyof SetupForm, boolean][] = [
    ["token", form.token.trim() !== ""],
    ["name", form.name.trim() !== ""],
    ["code", /^[A-Z]{2,6}$/.test(codeOf(form.code))],
    ["villageWord", form.villageWord.trim() !== ""],
    ["villages", villagesOf(form.villages).length <= 200],
    ["adminName", form.adminName.trim() !== ""],
    ["account", /^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u.test(form.account.trim())],
    ["password", [...form.password.trim()].length >= 8],
    ["deviceName", form.deviceName.trim() !== ""],
  ];
  return checks.filter(([, right]) => !right).map(([name]) => name);
}

export function toSetup(form: SetupForm): Setup {
  return {
    token: form.token.trim(),
    commune: {
      name: form.name.trim(),
      code: codeOf(form.code),
      villageWord: form.villageWord.trim(),
      villages: villagesOf(form.villages),
      owned: form.owned,
    },
    admin: {
      name: form.adminName.trim(),
      account: form.account.trim().toLowerCase(),
      password: form.password,
    },
    deviceName: form.deviceName.trim(),
  };
}

/** "nt" and "NT" are one code. */
function codeOf(typed: string): string {
  return fold(typed).toUpperCase().replace(/\s/g, "");
}

function villagesOf(lines: string): string[] {
  return [...new Set(lines.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
}
