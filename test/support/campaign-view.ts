/** A directory in memory, exports and reports in the plain words of the independent model: a secret is the value that it was made from. */
import type { Token, User } from '#core/directory/model.ts';
import type { ExportRecord, TokenOfUser } from '#core/export/record.ts';
import type { Change, ReportLine } from '#core/migration/outcome.ts';
import { isSealOf } from '#core/passwords/hash.ts';
import { pinMatcher } from '#core/tokens/pin.ts';
import { openSeed } from '#core/tokens/seal.ts';
import type { Line, ModelToken, ModelUser, SentRecord, SentToken, SentUser, Table } from './campaign-words.ts';
import { sorted } from './campaign-words.ts';
import type { DirectoryMemory } from './directory-memory.ts';
import { sampleUser } from './package.ts';
import { PHC, RING } from './staging.ts';

const PINS = ['1111', '2222', '3333'] as const;
/** What answers are made from, and what a person answers here. */
const ANSWERS = ['B', 'C', 'D', 'E'] as const;
export const phcOf = (answer: string): string => PHC.replaceAll('B', answer);
const seedOf = (seed: string): string => Buffer.from(seed.padEnd(16, '.')).toString('base64');
const SEED_KEY = Buffer.alloc(32, 1);

const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');

function userOf(key: string, user: User, told: boolean): ModelUser {
  const owner = { key, sealId: user.sealId, use: 'answer' as const };
  const [held] = user.answers;
  return {
    userId: user.userId,
    ext: user.externalId,
    firstName: user.firstName,
    email: user.email,
    enabled: user.enabled,
    locked: user.lockedOut,
    end: iso(user.accountEnd),
    answer: held && (ANSWERS.find((answer) => isSealOf(held.hash, phcOf(answer), RING, owner)) ?? 'unknown'),
    source: user.source,
    touched: user.touchedAt !== undefined || user.role !== undefined,
    told,
    role: user.role !== undefined,
    disabledByRun: user.disabledBy !== undefined,
    packedAt: user.packedAt ?? 0,
  };
}

function tokenOf(serial: string, token: Token): ModelToken {
  const pin = token.pinHash === undefined ? undefined : pinMatcher(RING, token, token.pinHash);
  return {
    seed: openSeed(SEED_KEY, serial, token.seed.box).toString('utf8').replaceAll('.', ''),
    pin: pin && (PINS.find((one) => pin(one)) ?? 'unknown'),
    digits: token.digits,
    expires: iso(token.expiresAt),
    enabled: token.enabled,
    holder: token.assignee,
    source: token.source,
    touched: token.touchedAt !== undefined,
    disabledByRun: token.disabledBy !== undefined,
    packedAt: token.packedAt ?? 0,
  };
}

export const tableOf = ({ users, tokens, told }: DirectoryMemory): Table => ({
  users: Object.fromEntries([...users].map(([key, user]) => [key, userOf(key, user, told.has(key))])),
  tokens: Object.fromEntries([...tokens].map(([serial, token]) => [serial, tokenOf(serial, token)])),
});

/** What two tables are compared by: an item follows an export by what the later ones do with it, and absent fields are left out. */
export function comparable({ users, tokens }: Table): unknown {
  const plain = <T extends ModelUser | ModelToken>(all: Readonly<Record<string, T>>) =>
    Object.entries(all)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { packedAt: _packedAt, ...one }]) => ({ key, ...one }));
  return JSON.parse(JSON.stringify({ users: plain(users), tokens: plain(tokens) }));
}

/** A token is listed by the user whom it names, and by no other one. @returns what is not so */
export function halfOwned({ users, tokens }: DirectoryMemory): string[] {
  const listed = [...users].flatMap(([key, user]) => user.tokens.map((serial) => `${serial} ${key}`));
  const named = [...tokens].flatMap(([serial, { assignee }]) =>
    assignee === undefined ? [] : [`${serial} ${assignee}`],
  );
  const twice = listed.filter((one, index) => listed.indexOf(one) !== index);
  return [...twice, ...listed.filter((one) => !named.includes(one)), ...named.filter((one) => !listed.includes(one))];
}

function tokenRecord({ serial, seed, pin, digits, expires, enabled }: SentToken): TokenOfUser {
  return {
    serial,
    algorithm: 'securid-aes128',
    seed: seedOf(seed),
    digits: digits as TokenOfUser['digits'],
    interval: 60,
    pinStyle: 'fob',
    enabled,
    ...(pin === undefined ? {} : { pin }),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  };
}

function userRecord(sent: SentUser, bad: boolean): ExportRecord {
  const { userId, ext, firstName, email, enabled, locked, end, answer, tokens } = sent;
  return sampleUser(userId, {
    enabled,
    lockedOut: locked,
    ...(ext === undefined ? {} : { externalId: ext }),
    ...(firstName === undefined ? {} : { firstName }),
    ...(bad ? { email: 'no address' } : email === undefined ? {} : { email }),
    ...(end === undefined ? {} : { accountEnd: end }),
    answers: answer === undefined ? [] : [{ question: 0, hash: phcOf(answer) }],
    tokens: tokens.map(tokenRecord),
  });
}

/** As a package carries it. */
export const recordOf = (sent: SentRecord): ExportRecord =>
  'user' in sent ? userRecord(sent.user, sent.bad === true) : { type: 'token', ...tokenRecord(sent.token) };

const changesOf = (changes: readonly Change[] = []) =>
  changes.map(({ field, waits, kept }) => `${field}${waits ? ' waits' : ''}${kept ? ' kept' : ''}`).toSorted();
const NOTED = new Set(['user.differs', 'user.awaits_yes']);

/** A report in the model's words. */
export const linesOf = (report: readonly ReportLine[]): Line[] =>
  sorted(
    report.map(({ type, userId, serial, outcome, code, notes = [], changes, tokens = [] }) => ({
      about: type === 'token' ? `token ${serial}` : `user ${userId}`,
      says: [
        outcome,
        ...(code ? [code] : []),
        ...notes.filter((note) => NOTED.has(note)).map((note) => `+${note}`),
      ].join(' '),
      changes: changesOf(changes),
      tokens: tokens
        .map((token) => ({
          serial: token.serial,
          says: token.code === undefined ? token.outcome : `${token.outcome} ${token.code}`,
          changes: changesOf(token.changes),
        }))
        .toSorted((a, b) => (`${a.serial}${a.says}` < `${b.serial}${b.says}` ? -1 : 1)),
    })),
  );
