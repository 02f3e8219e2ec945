/** What the independent model speaks of: a directory, an export and a report in plain values. */
export type ModelUser = {
  readonly userId: string;
  readonly ext?: string | undefined;
  readonly firstName?: string | undefined;
  readonly email?: string | undefined;
  readonly enabled: boolean;
  readonly locked: boolean;
  readonly end?: string | undefined;
  /** Stands for the hash of the one answer. */
  readonly answer?: string | undefined;
  /** Of the source; absent of a user who was made here. */
  readonly source?: string | undefined;
  readonly touched: boolean;
  readonly told: boolean;
  readonly role: boolean;
  readonly disabledByRun: boolean;
  /** Of the export that was last applied to it; Unix ms. */
  readonly packedAt: number;
};
export type ModelToken = {
  readonly seed: string;
  readonly pin?: string | undefined;
  readonly digits: number;
  readonly expires?: string | undefined;
  readonly enabled: boolean;
  /** User key of the user who has it. */
  readonly holder?: string | undefined;
  readonly source?: string | undefined;
  readonly touched: boolean;
  readonly disabledByRun: boolean;
  readonly packedAt: number;
};
export type Table = {
  /** By user key. */
  readonly users: Readonly<Record<string, ModelUser>>;
  /** By serial. */
  readonly tokens: Readonly<Record<string, ModelToken>>;
};

export type SentToken = {
  readonly serial: string;
  readonly seed: string;
  readonly pin?: string | undefined;
  readonly digits: number;
  readonly expires?: string | undefined;
  readonly enabled: boolean;
};
export type SentUser = Pick<
  ModelUser,
  'userId' | 'ext' | 'firstName' | 'email' | 'enabled' | 'locked' | 'end' | 'answer'
> & {
  readonly tokens: readonly SentToken[];
};
/** `bad`: its address is none. */
export type SentRecord = { readonly user: SentUser; readonly bad?: boolean } | { readonly token: SentToken };
export type Sent = {
  readonly source: string;
  readonly packedAt: number;
  readonly full: boolean;
  /** A newer export of the source was imported. */
  readonly older: boolean;
  readonly records: readonly SentRecord[];
};
export type Options = {
  readonly applyToTouched?: true;
  readonly disableGone?: true;
  readonly older?: true;
  /** What waits for a yes has it. */
  readonly confirmed?: true;
};

export type TokenLine = { readonly serial: string; readonly says: string; readonly changes: readonly string[] };
/** `says`: outcome, code and notes. A change: its field, with `waits` or `kept` behind it. */
export type Line = {
  readonly about: string;
  readonly says: string;
  readonly changes: readonly string[];
  readonly tokens: readonly TokenLine[];
};

/** As user IDs of these tests are compared. */
export const keyOf = (userId: string): string => userId.toLowerCase();

/** One order for both. */
export const sorted = (lines: readonly Line[]): Line[] =>
  lines.toSorted((a, b) => (`${a.about} ${a.says}` < `${b.about} ${b.says}` ? -1 : 1));

/** Of two records with one user ID, external id or serial the first counts; one that is refused takes none. */
export function duplicatesIn(records: readonly SentRecord[]) {
  const users = new Set<SentRecord>();
  const tokens = new Set<SentToken>();
  const [keys, serials] = [new Set<string>(), new Set<string>()];
  for (const record of records) {
    if ('user' in record) {
      const { userId, ext } = record.user;
      const own = [`id ${keyOf(userId)}`, ...(ext === undefined ? [] : [`ext ${ext}`])];
      if (record.bad) continue;
      if (own.some((key) => keys.has(key))) {
        users.add(record);
        continue;
      }
      for (const key of own) keys.add(key);
    }
    for (const token of 'user' in record ? record.user.tokens : [record.token]) {
      if (serials.has(token.serial)) tokens.add(token);
      serials.add(token.serial);
    }
  }
  return { users, tokens };
}

/** Whom the export brings, by where they are before it. */
function namedBy({ records, source }: Sent, here: Table['users']) {
  const people = new Set<string>();
  const serials = new Set<string>();
  for (const record of records) {
    if ('token' in record) {
      serials.add(record.token.serial);
      continue;
    }
    const { userId, ext, tokens } = record.user;
    for (const { serial } of tokens) serials.add(serial);
    for (const [key, user] of Object.entries(here)) {
      const same = ext !== undefined && user.ext !== undefined ? user.ext === ext : key === keyOf(userId);
      if (user.source === source && (same || (record.bad && key === keyOf(userId)))) people.add(key);
    }
  }
  return { people, serials };
}

/** Whom and which tokens of the source the export does not name, though it says that it is whole. */
export function leavingOf(sent: Sent, here: Table) {
  const { source, packedAt, full, older } = sent;
  const { people, serials } = namedBy(sent, here.users);
  const leaves = (one: ModelUser | ModelToken) => full && !older && one.source === source && one.packedAt < packedAt;
  const keys = (all: Table['users'] | Table['tokens'], named: ReadonlySet<string>) =>
    Object.entries(all).flatMap(([key, one]) => (leaves(one) && !named.has(key) ? [key] : []));
  return { users: keys(here.users, people), tokens: keys(here.tokens, serials) };
}

/** Where the person of a record is: by the immutable id; by the user ID only where either side has none. */
export function placeOf(
  { ext, userId }: SentUser,
  source: string,
  users: ReadonlyMap<string, ModelUser>,
): string | undefined {
  const ofSource = [...users].filter(([, user]) => user.source === source);
  const byId = ext === undefined ? undefined : ofSource.find(([, user]) => user.ext === ext);
  if (byId) return byId[0];
  const namesake = ofSource.find(([key]) => key === keyOf(userId));
  return namesake && (ext === undefined || namesake[1].ext === undefined) ? namesake[0] : undefined;
}
