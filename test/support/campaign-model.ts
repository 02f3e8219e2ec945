/**
 * What an export does to a directory, written a second time: from the rules of the corrections alone (docs/operations.md, policy
 * `correct`), and as plainly as they can be. It imports no rule of the product, so that both can be compared.
 */

import { type Standing, shown, tokenVerdicts, userRules, type Verdict } from './campaign-rules.ts';
import {
  duplicatesIn,
  keyOf,
  type Line,
  leavingOf,
  type ModelToken,
  type ModelUser,
  type Options,
  placeOf,
  type Sent,
  type SentRecord,
  type SentToken,
  type SentUser,
  sorted,
  type Table,
  type TokenLine,
} from './campaign-words.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const words = (...all: readonly (string | false | undefined)[]): string => all.filter(Boolean).join(' ');

class Expected {
  readonly users: Map<string, Mutable<ModelUser>>;
  readonly tokens: Map<string, Mutable<ModelToken>>;
  readonly lines: Line[] = [];
  readonly #sent: Sent;
  readonly #options: Options;
  readonly #moved = new Map<string, string>();
  /** Of records whose person does not move. */
  readonly #blocked = new Map<SentRecord, 'user.renamed' | 'user.id_reused' | 'user.other_source'>();

  constructor(before: Table, sent: Sent, options: Options) {
    this.users = new Map(Object.entries(before.users).map(([key, user]) => [key, { ...user }]));
    this.tokens = new Map(Object.entries(before.tokens).map(([serial, token]) => [serial, { ...token }]));
    this.#sent = sent;
    this.#options = options;
  }

  run(): void {
    const { records } = this.#sent;
    const lost = duplicatesIn(records);
    const leaving = leavingOf(this.#sent, {
      users: Object.fromEntries(this.users),
      tokens: Object.fromEntries(this.tokens),
    });
    this.#move(records.filter((record) => 'user' in record && !record.bad && !lost.users.has(record)));
    for (const record of records) {
      if ('token' in record) this.#token(record.token, lost.tokens.has(record.token));
      else if (record.bad) this.#left(record.user, 'rejected', 'user.email_invalid');
      else if (lost.users.has(record)) this.#left(record.user, 'rejected', 'user.duplicate');
      else this.#user(record, lost.tokens);
    }
    this.#gone(leaving);
  }

  /** Who has another user ID gets it, all at once, except where a user stays there. */
  #move(records: readonly SentRecord[]): void {
    if (this.#sent.older) return;
    const moving = new Map<string, { readonly record: SentRecord; readonly to: string; readonly userId: string }>();
    for (const record of records) {
      if (!('user' in record)) continue;
      const from = placeOf(record.user, this.#sent.source, this.users);
      const to = keyOf(record.user.userId);
      if (from === undefined || from === to) continue;
      const user = this.users.get(from)!;
      if (user.role) continue;
      if (user.touched && !this.#options.applyToTouched) this.#blocked.set(record, 'user.renamed');
      else moving.set(from, { record, to, userId: record.user.userId });
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (const [from, { record, to }] of moving) {
        const holder = this.users.get(to);
        if (!holder || moving.has(to)) continue;
        this.#blocked.set(record, holder.source === this.#sent.source ? 'user.id_reused' : 'user.other_source');
        moving.delete(from);
        changed = true;
      }
    }
    const people = [...moving].map(([from, { to, userId }]) => ({
      from,
      to,
      user: { ...this.users.get(from)!, userId },
    }));
    for (const { from } of people) this.users.delete(from);
    for (const { from, to, user } of people) {
      this.users.set(to, { ...user, packedAt: this.#sent.packedAt });
      this.#moved.set(from, to);
    }
    for (const token of this.tokens.values())
      if (token.holder !== undefined) token.holder = this.#moved.get(token.holder) ?? token.holder;
  }

  #say(about: string, says: string, changes: readonly string[], tokens: readonly TokenLine[]): void {
    const sorted = tokens.toSorted((a, b) => (`${a.serial}${a.says}` < `${b.serial}${b.says}` ? -1 : 1));
    this.lines.push({ about, says, changes: changes.toSorted(), tokens: sorted });
  }

  #left({ userId, tokens }: SentUser, outcome: 'rejected' | 'skipped', code: string): void {
    const left = tokens.map(({ serial }) => ({ serial, says: outcome, changes: [] }));
    this.#say(`user ${userId}`, words(outcome, code), [], left);
  }

  #standing(key: string | undefined): Standing {
    const user = key === undefined ? undefined : this.users.get(key);
    if (user?.touched) return 'touched';
    return user?.told && !this.#options.confirmed ? 'told' : 'untouched';
  }

  #user(record: SentRecord & { readonly user: SentUser }, lost: ReadonlySet<SentToken>): void {
    const { user: sent } = record;
    const at = placeOf(sent, this.#sent.source, this.users);
    const key = keyOf(sent.userId);
    if (at !== undefined) this.#same(record, at, lost);
    else {
      const holder = this.users.get(key);
      if (!holder) this.#create(key, sent, lost);
      else if (holder.role) this.#left(sent, 'skipped', 'user.has_role');
      else if (holder.source === undefined) this.#left(sent, 'skipped', 'user.exists');
      else this.#left(sent, 'rejected', holder.source === this.#sent.source ? 'user.id_reused' : 'user.other_source');
    }
  }

  #same(record: SentRecord & { readonly user: SentUser }, at: string, lost: ReadonlySet<SentToken>): void {
    const user = this.users.get(at)!;
    const blocked = this.#blocked.get(record);
    const older = this.#sent.older || (!this.#options.older && user.packedAt > this.#sent.packedAt);
    if (user.role) this.#left(record.user, 'skipped', 'user.has_role');
    else if (older) this.#left(record.user, 'skipped', 'record.older');
    else if (blocked === undefined || blocked === 'user.renamed')
      this.#correct(at, record.user, lost, blocked !== undefined);
    else this.#left(record.user, 'rejected', blocked);
  }

  #create(key: string, sent: SentUser, lost: ReadonlySet<SentToken>): void {
    const { tokens: own, ...fields } = sent;
    const { source, packedAt } = this.#sent;
    const fresh = { touched: false, told: false, role: false, disabledByRun: false };
    this.users.set(key, { ...fields, ...fresh, source, packedAt });
    const tokens = own.map((token) => this.#assign(token, key, lost.has(token)).line);
    this.#say(`user ${sent.userId}`, 'created', [], tokens);
  }

  #correct(key: string, sent: SentUser, lost: ReadonlySet<SentToken>, renamed: boolean): void {
    const user = this.users.get(key)!;
    const standing = this.#standing(key);
    const rules = userRules(user, sent, standing, this.#options.applyToTouched === true);
    const names: Readonly<Record<string, string>> = { locked: 'lockedOut', end: 'accountEnd', answer: 'answers' };
    const changes: string[] = renamed ? ['userId kept'] : [];
    const verdicts = new Set<Verdict>();
    const moved = [...this.#moved.values()].includes(key);
    if (moved) {
      changes.push('userId');
      verdicts.add('follows');
    }
    for (const [field, verdict] of Object.entries(rules) as [keyof SentUser & keyof ModelUser, Verdict][]) {
      if (user[field] === sent[field]) continue;
      // The user has answers here, and the export has none to put in their place.
      if (field === 'answer' && standing === 'touched' && sent.answer === undefined) continue;
      changes.push(shown(names[field] ?? field, verdict));
      verdicts.add(verdict);
      if (verdict !== 'follows') continue;
      Object.assign(user, { [field]: sent[field], packedAt: this.#sent.packedAt });
      if (field === 'enabled') user.disabledByRun = !sent.enabled;
    }
    const tokens = sent.tokens.map((token) => this.#assign(token, key, lost.has(token)));
    if (tokens.some(({ gains }) => gains)) {
      changes.push('tokens');
      verdicts.add('follows');
      user.packedAt = this.#sent.packedAt;
    }
    if (tokens.some(({ comes }) => comes)) changes.push('tokens waits');
    const waits = verdicts.has('waits') || tokens.some((token) => token.waits);
    const code = renamed ? 'user.renamed' : verdicts.has('kept') && 'user.differs';
    const notes = [renamed && verdicts.has('kept') && '+user.differs', waits && '+user.awaits_yes'];
    const says = words(verdicts.has('follows') ? 'updated' : 'unchanged', code, ...notes);
    const lines = tokens.map(({ line }) => line);
    this.#say(`user ${sent.userId}`, says, changes, lines);
  }

  /** What a record says of a token. @param key of the user who shall have it; undefined: no user */
  #assign(sent: SentToken, key: string | undefined, lost: boolean) {
    const { serial, ...fields } = sent;
    const { source, packedAt, older } = this.#sent;
    const line = (says: string, changes: readonly string[] = []) => ({ serial, says, changes: changes.toSorted() });
    const no = { gains: false, waits: false, comes: false };
    if (lost) return { ...no, line: line('rejected token.duplicate') };
    const token = this.tokens.get(serial);
    const notYet = (standing: Standing, code: string) => {
      const waits = standing === 'told';
      const says = words('skipped', waits ? 'user.awaits_yes' : code);
      return { ...no, waits, comes: waits, line: line(says, [shown('assignee', waits ? 'waits' : 'kept')]) };
    };
    const applies = this.#options.applyToTouched === true;
    if (!token) {
      const standing = this.#standing(key);
      if (standing === 'told' || (standing === 'touched' && !applies)) return notYet(standing, 'token.pending');
      this.tokens.set(serial, { ...fields, holder: key, source, packedAt, touched: false, disabledByRun: false });
      return { ...no, gains: key !== undefined, line: line('created') };
    }
    if (token.source !== source) return { ...no, line: line('rejected token.other_source') };
    if (older || (!this.#options.older && token.packedAt > packedAt))
      return { ...no, line: line('skipped record.older') };
    const { holder } = token;
    const all: readonly Standing[] = [
      this.#standing(key),
      this.#standing(holder),
      token.touched ? 'touched' : 'untouched',
    ];
    const standing = (['touched', 'told', 'untouched'] as const).find((one) => all.includes(one))!;
    const moves = holder !== key;
    if (moves && standing !== 'untouched') {
      // A token that no user has is new for its user; one that another user has is that user's.
      const pending = holder === undefined;
      if (standing === 'told' || !pending || !applies)
        return notYet(standing, pending ? 'token.pending' : 'token.differs');
    }
    const own: Standing = moves ? (token.touched ? 'touched' : 'untouched') : standing;
    const changes: string[] = moves ? ['assignee'] : [];
    const verdicts = new Set<Verdict>();
    for (const [field, verdict] of tokenVerdicts(token, sent, own)) {
      verdicts.add(verdict);
      changes.push(shown(field === 'expires' ? 'expiresAt' : field, verdict));
      if (verdict !== 'follows') continue;
      Object.assign(token, { [field]: sent[field], packedAt });
      if (field === 'enabled') token.disabledByRun = !sent.enabled;
    }
    if (moves) {
      Object.assign(token, { holder: key, packedAt });
      if (key !== undefined) this.users.get(key)!.packedAt = packedAt;
    }
    const takenOver = moves && holder === undefined && 'token.taken_over';
    const code = verdicts.has('kept') ? 'token.differs' : verdicts.has('waits') ? 'user.awaits_yes' : takenOver;
    const says = words(moves || verdicts.has('follows') ? 'updated' : 'unchanged', code);
    return { ...no, gains: moves && key !== undefined, waits: verdicts.has('waits'), line: line(says, changes) };
  }

  #token(sent: SentToken, lost: boolean): void {
    const { line } = this.#assign(sent, undefined, lost);
    this.#say(`token ${sent.serial}`, line.says, [], [line]);
  }

  #disable(one: Mutable<ModelUser> | Mutable<ModelToken>, role: boolean): boolean {
    const { disableGone, applyToTouched } = this.#options;
    if (!disableGone || role || !one.enabled || (one.touched && !applyToTouched)) return false;
    Object.assign(one, { enabled: false, disabledByRun: true });
    return true;
  }

  #gone(leaving: { readonly users: readonly string[]; readonly tokens: readonly string[] }): void {
    const lines = new Map<string, TokenLine[]>(leaving.users.map((key) => [key, []]));
    for (const serial of leaving.tokens) {
      const token = this.tokens.get(serial)!;
      const role = token.holder !== undefined && this.users.get(token.holder)!.role;
      const done = this.#disable(token, role);
      const line = {
        serial,
        says: words(done ? 'updated' : 'unchanged', 'token.gone'),
        changes: done ? ['enabled'] : [],
      };
      const of = token.holder === undefined ? undefined : lines.get(token.holder);
      if (of) of.push(line);
      else this.#say(`token ${serial}`, line.says, [], [line]);
    }
    for (const [key, tokens] of lines) {
      const user = this.users.get(key)!;
      const done = this.#disable(user, user.role);
      this.#say(
        `user ${user.userId}`,
        words(done ? 'updated' : 'unchanged', 'user.gone'),
        done ? ['enabled'] : [],
        tokens,
      );
    }
  }
}

/** @param before the directory @returns the directory after, and a line for each record and each leaver, in the order of `sorted` */
export function expected(
  before: Table,
  sent: Sent,
  options: Options,
): { readonly table: Table; readonly lines: readonly Line[] } {
  const run = new Expected(before, sent, options);
  run.run();
  const table = { users: Object.fromEntries(run.users), tokens: Object.fromEntries(run.tokens) };
  return { table, lines: sorted(run.lines) };
}
