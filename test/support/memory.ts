/**
 * The ports of core/access in memory, for unit tests of the rules: every call is recorded by name, so that a test can
 * compare the calls made for two users.
 */

import { randomBytes } from 'node:crypto';
import type { Challenge } from '#core/access/challenge.ts';
import type { LogonPorts } from '#core/access/logon.ts';
import type { Counted, CounterGroup, MailRequest, QuestionPort, Spending, Summed } from '#core/access/ports.ts';
import type { OwnSessionPorts } from '#core/access/profile/sessions.ts';
import type { TokenSavePort } from '#core/access/profile/tokens.ts';
import type { ComposePorts } from '#core/access/recovery/mails.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import type { Session, SessionPorts } from '#core/access/session.ts';
import type { TokenAdministrationPorts } from '#core/administration/tokens/administer.ts';
import { tokenConflict } from '#core/administration/tokens/change.ts';
import type { GivenWayPorts } from '#core/administration/users/given-ways.ts';
import type { AuditEntry, Entries } from '#core/audit.ts';
import type { Token, User } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import { PRODUCT_DESIGN } from '#core/mail/design.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { userKey } from '#core/text.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { intervalAt, tokencode } from '#core/tokens/securid.ts';

export const NOW = Date.UTC(2026, 10, 23, 9, 0, 10);
export const RING: KeyRing = {
  current: 'k1',
  keys: { k1: Buffer.from('a key of the tests'), k0: Buffer.from('older') },
};
const SEED = Buffer.alloc(16, 7);

export type AllPorts = LogonPorts &
  RecoveryPorts &
  SessionPorts &
  QuestionPort &
  TokenSavePort &
  OwnSessionPorts &
  GivenWayPorts &
  Pick<TokenAdministrationPorts, 'removeToken'> &
  Pick<ComposePorts, 'readMailDesign'>;
export type Memory = {
  readonly ports: AllPorts;
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Token>;
  readonly sessions: Map<string, Session>;
  readonly challenges: Map<string, Challenge>;
  readonly audit: AuditEntry[];
  readonly mails: MailRequest[];
  /** Names of the calls made so far. */
  readonly calls: string[];
  /** Enabled administrators, and of whom it was noted that a sole one gave them two ways. */
  readonly administrators: { keys: string[]; superAdmins: string[] };
  readonly secondWays: string[];
  settings: Settings;
  /** Since when a restored deployment works again. */
  restoredAt: number | undefined;
};

export function aUser(more: Partial<User> = {}): User {
  return {
    userId: 'anna',
    enabled: true,
    lockedOut: false,
    answers: [],
    tokens: ['000000000001'],
    failures: 0,
    failuresSince: 0,
    sessionEpoch: 0,
    imported: true,
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    ...more,
  };
}

/** A fob of 6 digits with the PIN 1234, assigned to anna. */
export function aToken(more: Partial<Token> = {}): Token {
  const shape = { serial: '000000000001', digits: 6, pinStyle: 'fob', ...more } as const;
  return {
    ...({
      algorithm: 'securid-aes128',
      interval: 60,
      offset: 0,
      lastInterval: -1,
      failures: 0,
      enabled: true,
    } as const),
    lost: false,
    assignee: 'anna',
    createdAt: NOW,
    updatedAt: NOW,
    version: 1,
    seed: {
      wrappedKey: new Uint8Array(),
      context: {},
      box: new Uint8Array(),
    },
    pinHash: pinHash(RING, shape, '1234'),
    ...shape,
  };
}

/** The tokencode of the token of these tests, `steps` intervals from `now`. */
export function codeOf(serial = '000000000001', steps = 0, now = NOW): string {
  const interval = intervalAt(now / 1000, 60) + steps;
  return tokencode({ seed: SEED, serial, digits: 6, interval: 60 }, interval * 60);
}

export function settingsWith(more: Record<string, unknown>): Settings {
  return settingsSchema.parse({ ...defaultSettings(), ...more });
}

export function memory(): Memory {
  const users = new Map<string, User>();
  const tokens = new Map<string, Token>();
  const sessions = new Map<string, Session>();
  const challenges = new Map<string, Challenge>();
  const hits = new Map<string, number>();
  const rounds = new Map<string, number>();
  const linksUsed = new Map<string, number>();
  const decoys = new Map<string, User>();
  const state = {
    users,
    tokens,
    sessions,
    challenges,
    audit: [] as AuditEntry[],
    mails: [] as MailRequest[],
    calls: [] as string[],
    administrators: { keys: ['ada', 'bo'], superAdmins: ['ada'] },
    secondWays: [] as string[],
    restoredAt: undefined as number | undefined,
    settings: settingsWith({ consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' } }),
  };
  const change = (key: string, patch: Partial<User>, among = users): User | undefined => {
    const user = among.get(key);
    if (user) among.set(key, { ...user, ...patch });
    return among.get(key);
  };
  const count = (among: Map<string, User>, key: string, limit: number): Counted => {
    const user = among.get(key);
    if (!user) return { counted: false };
    const counted = user.failures < limit;
    return { counted, user: counted ? change(key, { failures: user.failures + 1 }, among)! : user };
  };
  /** Entries of a write that is done with them. */
  const recorded = (entries: Entries) => state.audit.push(...entries) > 0;
  const idOf = ({ group, windowMs }: CounterGroup, name: string, now: number) =>
    `${group} ${Math.floor(now / windowMs)} ${name}`;
  const addTo = (group: CounterGroup, name: string, now: number, more: number): number => {
    const id = idOf(group, name, now);
    hits.set(id, (hits.get(id) ?? 0) + more);
    return hits.get(id)!;
  };
  const summedAt = ({ group, names }: Summed, now: number) =>
    Object.fromEntries(names.map((name) => [name, hits.get(idOf(group, name, now)) ?? 0]));
  const plain: AllPorts = {
    readSettings: async () => ({ settings: state.settings, restoredAt: state.restoredAt }),
    readMailDesign: async () => PRODUCT_DESIGN,
    peppers: async () => RING,
    sessionKeys: async () => RING,
    readCatalogue: async () => [
      { language: 'en_US', version: 1, questions: ['Pet?', 'School?', 'Car?', 'Job?'] },
      { language: 'de_DE', version: 1, questions: ['Haustier?', 'Schule?', 'Auto?'] },
    ],
    writeAudit: async (entry) => void state.audit.push(entry),
    enqueueMail: async (request) => void state.mails.push(request),
    hit: async (kind, key, limit, windowMs, now) => {
      const id = `${kind} ${key} ${Math.floor(now / windowMs)}`;
      const before = hits.get(id) ?? 0;
      if (before >= limit) return undefined;
      hits.set(id, before + 1);
      return before + 1;
    },
    hits: async (kind, key, windowMs, now) => hits.get(`${kind} ${key} ${Math.floor(now / windowMs)}`) ?? 0,
    unhit: async (kind, key, windowMs, now) => {
      const id = `${kind} ${key} ${Math.floor(now / windowMs)}`;
      const held = hits.get(id);
      if (held !== undefined) hits.set(id, held - 1);
    },
    raise: async (group, names, now) => {
      const counts = Object.fromEntries(names.map((name) => [name, addTo(group, name, now, 1)]));
      return { group, shard: 0, now, counts };
    },
    add: async ({ group, now }, by) => {
      for (const [name, more] of Object.entries(by)) addTo(group, name, now, more);
    },
    sums: async (groups, now) => groups.map((summed) => summedAt(summed, now)),
    sumAndRead: async ({ groups, serials, count, now }) => ({
      ...(await plain.readTokensFilled(serials, count)),
      sums: groups.map((summed) => summedAt(summed, now)),
    }),
    lookAhead: async ({ user: key, hits: asked, groups, now }) => {
      const user = users.get(key);
      const decoy = decoys.get(key);
      return {
        settings: state.settings,
        restoredAt: state.restoredAt,
        ...(user ? { user } : {}),
        ...(decoy ? { decoy } : {}),
        hits: Object.fromEntries(
          Object.entries(asked).map(([name, { kind, key: of, windowMs, now: at }]) => [
            name,
            hits.get(`${kind} ${of} ${Math.floor(at / windowMs)}`) ?? 0,
          ]),
        ),
        sums: groups.map((summed) => summedAt(summed, now)),
      };
    },
    readUser: async (key) => users.get(key),
    lookUpUser: async (key) => users.get(key),
    countFailure: async (key, policy) => count(users, key, policy.limit),
    countDecoyFailure: async (key, policy) => {
      if (!decoys.has(key)) decoys.set(key, aUser());
      return { counted: count(decoys, key, policy.limit).counted };
    },
    undoFailure: async (key) => void change(key, { failures: Math.max(0, (users.get(key)?.failures ?? 0) - 1) }),
    readTokens: async (serials) => serials.flatMap((serial) => tokens.get(serial) ?? []),
    readTokensFilled: async (serials, count) => {
      const found = serials.flatMap((serial) => tokens.get(serial) ?? []);
      const missing = Math.max(found.length === 0 ? 1 : 0, count - serials.length);
      const decoy = aToken({ serial: '000000000000', assignee: 'decoy' });
      return { tokens: found, decoys: Array.from({ length: missing }, () => decoy) };
    },
    openSeed: async () => SEED,
    acceptInterval: async (serial, { assignee, interval, offset, resetFailures, now }) => {
      const token = tokens.get(serial);
      if (token?.assignee !== assignee || token.lastInterval >= interval || !token.enabled || token.lost) return false;
      const learned = offset === undefined ? {} : { offset };
      const { suspendedAt, ...rest } = token;
      tokens.set(serial, {
        ...rest,
        ...(suspendedAt === undefined || resetFailures ? {} : { suspendedAt }),
        ...learned,
        lastInterval: interval,
        firstUsedAt: token.firstUsedAt ?? now,
        ...(resetFailures ? { provedAt: now } : {}),
        failures: resetFailures ? 0 : token.failures,
      });
      return true;
    },
    acceptTemporaryCode: async (serial, { assignee, hash, now }) => {
      const token = tokens.get(serial);
      const given = token?.temporaryCode;
      if (token?.assignee !== assignee || given?.hash !== hash || given.usedAt !== undefined) return false;
      tokens.set(serial, { ...token, temporaryCode: { ...given, usedAt: now }, failures: 0 });
      return true;
    },
    countTokenFailure: async (serial, suspendAt, now) => {
      const token = tokens.get(serial)!;
      if (!token.enabled) return { failures: 0, suspended: false };
      const failures = token.failures + 1;
      const suspended = failures >= suspendAt && token.suspendedAt === undefined;
      tokens.set(serial, { ...token, failures, ...(suspended ? { suspendedAt: now } : {}) });
      return { failures, suspended };
    },
    countDecoyTokenFailure: async () => {},
    setPin: async (serial, assignee, hash, _now, entries) => {
      const token = tokens.get(serial);
      if (token?.assignee !== assignee || token.pinHash !== undefined) return false;
      tokens.set(serial, { ...token, pinHash: hash });
      return recorded(entries);
    },
    saveToken: async (seen, { set, remove, unspentFrom = Number.POSITIVE_INFINITY, owner, roleOf }, entries) => {
      const token = tokens.get(seen.serial);
      if (token?.version !== seen.version || token.assignee !== seen.assignee || token.lastInterval >= unspentFrom)
        throw tokenConflict();
      if (roleOf && users.get(userKey(roleOf.userId))?.role !== roleOf.role) throw tokenConflict();
      const key = userKey(owner?.seen.userId ?? '');
      const user = users.get(key);
      const guard = owner?.tokens ? 'version' : 'sessionEpoch';
      if (owner && user?.[guard] !== owner.seen[guard]) throw tokenConflict();
      if (owner?.waysGiven) {
        if (user?.waysGiven !== owner.seen.waysGiven) throw tokenConflict();
        change(key, { waysGiven: owner.waysGiven });
      }
      if (owner?.tokens) change(key, { tokens: owner.tokens, version: user!.version + 1 });
      if (owner?.endSessions) change(key, { sessionEpoch: user!.sessionEpoch + 1 });
      const saved = { ...token, ...set, version: token.version + 1 };
      for (const field of remove) delete (saved as Partial<Token>)[field];
      tokens.set(seen.serial, saved);
      recorded(entries);
      return saved;
    },
    removeToken: async (seen, entries) => {
      const token = tokens.get(seen.serial);
      if (token?.version !== seen.version || token.assignee !== undefined) throw tokenConflict();
      tokens.delete(seen.serial);
      recorded(entries);
    },
    completeLogon: async ({ session, withToken, spends, now }, entries) => {
      const user = users.get(session.user);
      if (user?.sessionEpoch !== session.epoch) return 'ended';
      const accept = async ({ serial, by }: Spending) =>
        'hash' in by ? plain.acceptTemporaryCode(serial, by) : plain.acceptInterval(serial, by);
      if (spends && !(await accept(spends))) return 'spent';
      change(session.user, {
        failures: 0,
        ...(withToken ? { firstTokenLogonAt: user.firstTokenLogonAt ?? now } : {}),
      });
      sessions.set(session.id, session);
      recorded(entries);
      return 'done';
    },
    readAdministrators: async () => state.administrators,
    noteSecondWay: ({ user }) => void state.secondWays.push(user),
    readBreachedRange: async () => ({ text: '' }),
    noteLookupFailed: () => undefined,
    replacePasswordHash: async (key, old, hash) => {
      const { password } = users.get(key)!;
      if (password?.hash === old) change(key, { password: { ...password, hash } });
    },
    markTemporaryUsed: async (key, hash, now) => {
      const { password } = users.get(key)!;
      if (password?.hash === hash) change(key, { password: { firstUsedAt: now, ...password } });
    },
    setPassword: async (key, password, epoch, _now, entries) => {
      if (users.get(key)?.sessionEpoch !== epoch) return undefined;
      recorded(entries);
      return change(key, { password, sessionEpoch: epoch + 1 });
    },
    setAnswers: async (key, answers, epoch, _now, entries, seen) => {
      const user = users.get(key);
      if (user?.sessionEpoch !== epoch) return false;
      if (seen && JSON.stringify(user.answers) !== JSON.stringify(seen)) return false;
      change(key, { answers, sessionEpoch: epoch + 1 });
      return recorded(entries);
    },
    createChallenge: async (hash, challenge) => void challenges.set(hash, challenge),
    readChallenge: async (hash) => challenges.get(hash),
    takeChallenge: async (hash, kind, now) => {
      const challenge = challenges.get(hash);
      if (challenge?.kind !== kind || challenge.endsAt <= now) return undefined;
      challenges.delete(hash);
      return challenge;
    },
    createSession: async (session, entries) => {
      sessions.set(session.id, session);
      if (entries) recorded(entries);
    },
    touchSession: async ({ id }, now, prolong) => {
      const session = sessions.get(id);
      if (!session || session.idleUntil <= now || session.endsAt <= now) return undefined;
      if (prolong) sessions.set(id, { ...session, idleUntil: now + session.idleMs });
      return sessions.get(id);
    },
    endSession: async ({ user, id }) => sessions.get(id)?.user === user && sessions.delete(id),
    readSessions: async (user) => [...sessions.values()].filter((one) => one.user === user),
    endEpoch: async (key, epoch, _now, entries) => {
      if (users.get(key)?.sessionEpoch !== epoch) return false;
      change(key, { sessionEpoch: epoch + 1 });
      return recorded(entries);
    },
    replaceAnswerHashes: async (key, seen, next) => {
      if (users.get(key)?.answers === seen) change(key, { answers: next });
    },
    readRound: async (key) => rounds.get(key) ?? 0,
    nextRound: async (key) => void rounds.set(key, (rounds.get(key) ?? 0) + 1),
    retireLinks: async (key, issuedAt, now) => {
      if ((linksUsed.get(key) ?? -1) >= issuedAt) return false;
      linksUsed.set(key, Math.max(now, issuedAt));
      return true;
    },
  };
  const logged = Object.entries(plain).map(([name, run]) => [
    name,
    (...given: never[]) => {
      // A call for a decoy bears the name of the call for a user: they differ in the item alone.
      state.calls.push(name.replace('Decoy', ''));
      return (run as (...values: never[]) => unknown)(...given);
    },
  ]);
  return Object.assign(state, { ports: Object.fromEntries(logged) as AllPorts });
}

/** A random value that no function has issued. */
export const rubbish = (): string => randomBytes(32).toString('base64url');
