import { type ApiAnswer, callApi } from "#client/api-call.ts";
import type { Role } from "#domain/rights.ts";
import { accept, type Result, refuse } from "#kernel/result.ts";

/** What the administrator asks of the server. All of it needs the link; nothing of it is kept on the device. */
export interface AdminPerson {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly roles: readonly Role[];
  readonly units: readonly string[];
  readonly villages: readonly string[];
  /** A server of before says nothing. */
  readonly sites?: readonly string[];
  readonly active: boolean;
  readonly hasPassword: boolean;
  readonly codeUntil?: number;
}

interface NewPerson {
  readonly name: string;
  readonly account: string;
  readonly roles: readonly Role[];
  readonly units: readonly string[];
  readonly villages: readonly string[];
  readonly sites: readonly string[];
}

export interface OneTimeCode {
  readonly code: string;
  readonly expires?: number;
  readonly link: string;
}

export interface AdminDevice {
  readonly id: string;
  readonly name: string;
  readonly letter: string;
  readonly person: string;
  readonly personName: string;
  readonly contactAt: number;
  readonly outbox: number;
  readonly app: string;
  readonly revokedAt: number | null;
  readonly lost: boolean;
}

export interface BackupList {
  readonly backups: readonly {
    readonly name: string;
    readonly at: number;
    readonly bytes: number;
    readonly verified: boolean;
  }[];
  readonly ageMs: number | null;
  readonly sameDisk: boolean;
  readonly failure: string | null;
  /** Photos that the newest backup lacks; a server of before says nothing. */
  readonly missingPhotos?: number;
  /** The last time a backup was restored for practice; a server of before says nothing. */
  readonly drill?: { readonly at: number; readonly ok: boolean; readonly backupAt: number } | null;
}

/** Photos that the server's folder had lost: found beside the backups, or asked of the devices. */
export interface AskedAgain {
  readonly found: number;
  readonly asked: number;
}

export interface AdminApi {
  people(): Promise<Result<readonly AdminPerson[]>>;
  addPerson(person: NewPerson): Promise<Result<OneTimeCode>>;
  changePerson(id: string, change: Partial<NewPerson> & { active?: boolean }): Promise<Result<unknown>>;
  newCode(id: string): Promise<Result<OneTimeCode>>;
  devices(): Promise<Result<readonly AdminDevice[]>>;
  renameDevice(id: string, name: string): Promise<Result<unknown>>;
  revoke(id: string, lost: boolean): Promise<Result<unknown>>;
  backups(): Promise<Result<BackupList>>;
  backUp(): Promise<Result<BackupList>>;
  askForPhotos(): Promise<Result<AskedAgain>>;
  erase(record: string): Promise<Result<unknown>>;
  /** How many records the time limit erased on each day. */
  erased(): Promise<Result<readonly { readonly day: string; readonly count: number }[]>>;
}

export function adminApi(device: string): AdminApi {
  const get = <T>(path: string) => ask<T>(callApi({ method: "GET", path: `/api/admin/${path}`, device }));
  const post = <T>(path: string, json: unknown) =>
    ask<T>(callApi({ method: "POST", path: `/api/admin/${path}`, device, json }));
  const patch = (path: string, json: unknown) =>
    ask<unknown>(callApi({ method: "PATCH", path: `/api/admin/${path}`, device, json }));
  const part = async <T, Key extends keyof T>(
    asked: Promise<Result<T>>,
    key: Key,
  ): Promise<Result<T[Key]>> => {
    const answer = await asked;
    return answer.ok ? accept(answer.value[key]) : answer;
  };
  return {
    people: () => part(get<{ people: AdminPerson[] }>("people"), "people"),
    addPerson: (person) => post("people", person),
    changePerson: (id, change) => patch(`people/${encodeURIComponent(id)}`, change),
    newCode: (id) => post(`people/${encodeURIComponent(id)}/code`, {}),
    devices: () => part(get<{ devices: AdminDevice[] }>("devices"), "devices"),
    renameDevice: (id, name) => patch(`devices/${encodeURIComponent(id)}`, { name }),
    revoke: (id, lost) => post(`devices/${encodeURIComponent(id)}/revoke`, { lost }),
    backups: () => get("backups"),
    backUp: () => post("backups", {}),
    askForPhotos: () => post("photos/missing", {}),
    erase: (record) => post("erase", { record }),
    erased: () => part(get<{ days: { day: string; count: number }[] }>("erased"), "days"),
  };
}

async function ask<T>(asked: Promise<ApiAnswer>): Promise<Result<T>> {
  const answer = await asked;
  if (answer.ok) return accept(answer.body as T);
  const wait = answer.waitMs === undefined ? {} : { waitMs: answer.waitMs };
  return refuse(answer.code ?? answer.failure, { ...answer.facts, ...wait });
}
