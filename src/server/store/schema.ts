/**
 * The tables: the source of Kysely's types, of writes in bulk, and of copies from one database to another. Columns are
 * `text` or `bigint` and nothing else, so that SQLite and PostgreSQL mean the same by them; `?` may be null.
 */
const text = "text";
const textOrNull = "text?";
const bigint = "bigint";
const bigintOrNull = "bigint?";

type Column = typeof text | typeof textOrNull | typeof bigint | typeof bigintOrNull;

export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  /** The primary key. */
  readonly key: readonly string[];
}

function table<const Columns extends Record<string, Column>>(
  key: readonly (keyof Columns & string)[],
  columns: Columns,
) {
  return { key, columns };
}

/** In the order in which they may be filled: each after those it refers to. */
export const tables = {
  communes: table(["id"], {
    id: text,
    seq: bigint,
    epoch: text,
    past_epochs: text,
    capsule_public: text,
    capsule_secret: text,
    created_at: bigint,
    floor: bigint,
  }),
  rows: table(["commune", "id"], {
    commune: text,
    id: text,
    kind: text,
    scope: text,
    seq: bigint,
    body: text,
    clocks: text,
    deleted: bigint,
    erased: bigint,
    created_at: bigint,
    created_by: text,
    created_device: text,
    changed_at: bigint,
    changed_by: text,
    changed_device: text,
    received: bigint,
    /** The record under which this one hangs: a conflict is about it, an entry was appended to it. */
    about: textOrNull,
    /** The bytes that a photo asks for. */
    sha: textOrNull,
  }),
  /** Content that must be erasable: `holder` is `row` (id of the row) or `op` (`device/n` of a parked op). */
  personal_content: table(["commune", "holder", "id"], {
    commune: text,
    holder: text,
    id: text,
    content: text,
  }),
  ops: table(["commune", "device", "n"], {
    commune: text,
    device: text,
    n: bigint,
    person: text,
    op: text,
    outcome: text,
    seq: bigint,
    at: bigint,
    effective: bigint,
    code: textOrNull,
    facts: textOrNull,
    waits_for: textOrNull,
    redecided_seq: bigintOrNull,
  }),
  /** Which ops touched a record: its history without a walk through the log. */
  op_records: table(["commune", "record", "seq", "device", "n"], {
    commune: text,
    record: text,
    seq: bigint,
    device: text,
    n: bigint,
  }),
  held_ranges: table(["commune", "device", "from_n"], {
    commune: text,
    device: text,
    from_n: bigint,
    to_n: bigint,
  }),
  exits: table(["commune", "scope", "id"], { commune: text, scope: text, id: text, seq: bigint }),
  device_states: table(["commune", "id"], { commune: text, id: text, person: text, state: text }),
  rights: table(["commune", "person", "from_time"], {
    commune: text,
    person: text,
    from_time: bigint,
    rights: text,
  }),
  case_members: table(["commune", "case_id", "person"], { commune: text, case_id: text, person: text }),
  erasures: table(["commune", "id"], { commune: text, id: text, at: bigint, by_person: text }),
  accounts: table(["commune", "account"], {
    commune: text,
    account: text,
    person: text,
    password_hash: textOrNull,
    failures: bigint,
    wait_until: bigint,
  }),
  devices: table(["id"], {
    id: text,
    commune: text,
    person: text,
    name: text,
    letter: text,
    public_key: textOrNull,
    created_at: bigint,
    revoked_at: bigintOrNull,
    lost: bigint,
  }),
  sessions: table(["token_hash"], { token_hash: text, device: text, expires_at: bigint }),
  one_time_codes: table(["code_hash"], {
    code_hash: text,
    commune: text,
    person: text,
    expires_at: bigint,
    used_at: bigintOrNull,
  }),
  setup_links: table(["token_hash"], {
    token_hash: text,
    commune: textOrNull,
    created_at: bigint,
    used_at: bigintOrNull,
  }),
  quarantine: table(["commune", "device", "hash"], {
    commune: text,
    device: text,
    hash: text,
    bytes: text,
    at: bigint,
  }),
  /** Bytes beside the database, under `DATA_DIR/attachments`, that were verified. */
  attachments: table(["commune", "sha"], {
    commune: text,
    sha: text,
    bytes: bigint,
    media: text,
    at: bigint,
  }),
  push_settings: table(["commune"], {
    commune: text,
    enabled: bigint,
    /** Who a push service may ask about us: the app's own address. */
    subject: text,
    public_key: text,
    private_key: text,
    changed_at: bigint,
    changed_by: text,
  }),
  push_subscriptions: table(["commune", "device"], {
    commune: text,
    device: text,
    endpoint: text,
    p256dh: text,
    auth: text,
    created_at: bigint,
  }),
  /** What somebody was woken for, so that nobody is woken for it twice. */
  push_told: table(["commune", "event"], { commune: text, event: text, at: bigint }),
  /** Wake-ups that a push service has not taken yet; whoever tries one puts off `due_at` first. */
  push_waiting: table(["commune", "event"], {
    commune: text,
    event: text,
    device: text,
    urgency: text,
    topic: text,
    tries: bigint,
    due_at: bigint,
    until: bigint,
  }),
  /** Communes that now lie in another database. */
  moved_communes: table(["id"], { id: text, destination: text, at: bigint }),
} as const;

export type TableName = keyof typeof tables;

interface ValueOf {
  text: string;
  "text?": string | null;
  bigint: number;
  "bigint?": number | null;
}

/** The tables as Kysely sees them. */
export type Schema = {
  [Name in TableName]: {
    -readonly [C in keyof (typeof tables)[Name]["columns"]]: (typeof tables)[Name]["columns"][C] extends Column
      ? ValueOf[(typeof tables)[Name]["columns"][C]]
      : never;
  };
};
