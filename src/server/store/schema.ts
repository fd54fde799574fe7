/** The tables as Kysely sees them: `text` is string, `bigint` is number, and nothing else. */
export interface Schema {
  communes: {
    id: string;
    seq: number;
    epoch: string;
    past_epochs: string;
    capsule_public: string;
    capsule_secret: string;
    created_at: number;
  };
  rows: {
    commune: string;
    id: string;
    kind: string;
    scope: string;
    seq: number;
    body: string;
    clocks: string;
    deleted: number;
    erased: number;
    created_at: number;
    created_by: string;
    created_device: string;
    changed_at: number;
    changed_by: string;
    changed_device: string;
    received: number;
    /** The record that a conflict row is about. */
    about: string | null;
  };
  /** Content that must be erasable: `holder` is `row` (id of the row) or `op` (`device/n` of a parked op). */
  personal_content: { commune: string; holder: string; id: string; content: string };
  ops: {
    commune: string;
    device: string;
    n: number;
    person: string;
    op: string;
    outcome: string;
    seq: number;
    at: number;
    effective: number;
    code: string | null;
    facts: string | null;
    waits_for: string | null;
    redecided_seq: number | null;
  };
  /** Which ops touched a record: its history without a walk through the log. */
  op_records: { commune: string; record: string; seq: number; device: string; n: number };
  held_ranges: { commune: string; device: string; from_n: number; to_n: number };
  exits: { commune: string; scope: string; id: string; seq: number };
  device_states: { commune: string; id: string; person: string; state: string };
  rights: { commune: string; person: string; from_time: number; rights: string };
  case_members: { commune: string; case_id: string; person: string };
  erasures: { commune: string; id: string; at: number; by_person: string };
  accounts: {
    commune: string;
    account: string;
    person: string;
    password_hash: string | null;
    failures: number;
    wait_until: number;
  };
  devices: {
    id: string;
    commune: string;
    person: string;
    name: string;
    letter: string;
    public_key: string | null;
    created_at: number;
    revoked_at: number | null;
    lost: number;
  };
  sessions: { token_hash: string; device: string; expires_at: number };
  one_time_codes: {
    code_hash: string;
    commune: string;
    person: string;
    expires_at: number;
    used_at: number | null;
  };
  setup_links: { token_hash: string; commune: string | null; created_at: number; used_at: number | null };
  quarantine: { commune: string; device: string; hash: string; bytes: string; at: number };
}
