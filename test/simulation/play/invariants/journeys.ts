/** Where each person stands, worked out a second time from the directory and the notices; lists, sums and days are what follows from it. */
import { createHash } from 'node:crypto';
import { type Final, type Invariant, type Item, keyOf } from './final.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const number = (value: unknown, other: number): number => (typeof value === 'number' ? value : other);
type Placed = { readonly reached: string; readonly stuck?: string | undefined };
type Settings = {
  readonly lockout: { readonly failures: number; readonly lockoutMinutes: number };
  readonly recovery: { readonly mode: string };
  readonly securityQuestions: { readonly enrolment: number };
  readonly administratorReset: { readonly temporaryPasswordHours: number };
};
const MINUTE = 60_000;
/** After so long a claim is one of a process that has ended. */
const CLAIM_MS = 15 * MINUTE;
const FIRST_USE_MS = 30 * MINUTE;

export const settingsOf = ({ directory }: Pick<Final, 'directory'>): Settings =>
  directory.find(({ pk }) => pk === 'SETTINGS')!['settings'] as Settings;
export const noticeOf = ({ notices }: Pick<Final, 'notices'>, user: Item): Item | undefined => {
  const found = notices.find(({ pk }) => pk === `NOTICE#${sha(keyOf(user)).slice(0, 32)}`);
  const same =
    found?.['externalId'] === undefined ||
    user['externalId'] === undefined ||
    found['externalId'] === user['externalId'];
  return same ? found : undefined;
};
/** As a notice names a mailbox. */
export const mailboxOf = (address: string): string => sha(address).slice(0, 16);

function passwordOf(password: Item | undefined, settings: Settings, now: number): 'none' | 'own' | 'temporary' {
  if (!password) return 'none';
  if (password['mustChange'] !== true) return 'own';
  const given = number(password['changedAt'], 0) + settings.administratorReset.temporaryPasswordHours * 60 * MINUTE;
  const until = Math.min(given, number(password['firstUsedAt'], Number.POSITIVE_INFINITY) + FIRST_USE_MS);
  return now < until ? 'temporary' : 'none';
}

export function usable(token: Item, now: number): boolean {
  return (
    token['enabled'] === true &&
    token['lost'] !== true &&
    now >= number(token['startsAt'], 0) &&
    now <= number(token['expiresAt'], Number.POSITIVE_INFINITY)
  );
}

/** @param notice about the mailbox that the user has now */
function placedAt(final: Final, user: Item, notice: Item | undefined, settings: Settings): Placed {
  const { now, tokens } = final;
  const status = notice?.['status'];
  const held = tokens.filter(
    (token) => (user['tokens'] as string[]).includes(String(token['serial'])) && token['assignee'] === keyOf(user),
  );
  const password = passwordOf(user['password'] as Item | undefined, settings, now);
  const loggedOn = user['firstTokenLogonAt'] !== undefined;
  const enrolled = (user['answers'] as unknown[]).length >= settings.securityQuestions.enrolment;
  const told = status === 'sent' || status === 'complained';
  const reached =
    password === 'own'
      ? 'home'
      : password === 'temporary'
        ? 'temporary-password'
        : loggedOn
          ? settings.recovery.mode !== 'email-link+token' && enrolled
            ? 'questions'
            : 'token-logon'
          : told
            ? 'told'
            : 'imported';
  const until = number(user['failedAt'], number(user['failuresSince'], 0)) + settings.lockout.lockoutMinutes * MINUTE;
  const why = (): string | undefined => {
    if (reached === 'home') return undefined;
    if (user['enabled'] !== true) return 'disabled';
    if (now >= number(user['accountEnd'], Number.POSITIVE_INFINITY)) return 'expired';
    if (now < number(user['accountStart'], 0)) return 'not-started';
    if (user['lockedOut'] === true) return 'locked';
    if (number(user['failures'], 0) >= settings.lockout.failures && now < until) return 'locked-out';
    if (reached === 'temporary-password') return undefined;
    if (held.length === 0) return 'no-token';
    if (!held.some((token) => usable(token, now))) return 'no-usable-token';
    if (loggedOn) return undefined;
    if (reached === 'imported' && user['imported'] === true && user['email'] === undefined) return 'no-address';
    const named: Readonly<Record<string, string>> = {
      bounced: 'bounced',
      failed: 'refused',
      uncertain: 'uncertain',
      'not-possible': 'not-possible',
    };
    if (status === 'claimed') return now >= number(notice?.['at'], 0) + CLAIM_MS ? 'uncertain' : undefined;
    return named[String(status)];
  };
  return { reached, stuck: why() };
}

export const journeys: Invariant = (final) => {
  const { users, now } = final;
  const settings = settingsOf(final);
  const wrong: string[] = [];
  const items = new Map(final.journeys.filter(({ sk }) => sk === 'JOURNEY').map((item) => [keyOf(item), item]));
  for (const key of items.keys())
    if (!users.some((user) => keyOf(user) === key)) wrong.push(`journeys: ${key} has one and is not here`);
  for (const user of users) {
    const key = keyOf(user);
    const item = items.get(key);
    if (!item) {
      wrong.push(`journeys: ${key} has none`);
      continue;
    }
    const notice = noticeOf(final, user);
    const email = user['email'];
    const concerns = notice?.['to'] === undefined || (typeof email === 'string' && mailboxOf(email) === notice['to']);
    const place = placedAt(final, user, concerns ? notice : undefined, settings);
    // A date has come, and what looks at dates comes a minute later.
    const pending = typeof item['changesAt'] === 'number' && item['changesAt'] <= now;
    if (!pending && (item['reached'] !== place.reached || item['stuck'] !== place.stuck))
      wrong.push(
        `journeys: ${key} is at ${String(item['reached'])} ${String(item['stuck'] ?? '')}, and should be at ${place.reached} ${place.stuck ?? ''}`,
      );
    for (const field of [
      'userId',
      'firstName',
      'lastName',
      'email',
      'externalId',
      'enabled',
      'lockedOut',
      'role',
      'signedOffAt',
    ] as const)
      if (item[field] !== user[field])
        wrong.push(`journeys: ${key} has ${field} ${String(item[field])} in the lists, and is ${String(user[field])}`);
    if (String(item['source']) !== String(user['source'] ?? ''))
      wrong.push(`journeys: ${key} is listed for ${String(item['source'])}`);
    if (JSON.stringify(item['serials']) !== JSON.stringify(user['tokens']))
      wrong.push(`journeys: ${key} is listed with ${JSON.stringify(item['serials'])}`);
  }
  return [...wrong, ...sums(final, [...items.values()])];
};

function sums({ journeys: all }: Final, people: readonly Item[]): string[] {
  const wanted = new Map<string, number>();
  const add = (name: string) => wanted.set(name, (wanted.get(name) ?? 0) + 1);
  for (const item of people) {
    const source = String(item['source']);
    const [reached, stuck] = [String(item['reached']), item['stuck']];
    add(`TOTALS#${source} people`);
    add(`TOTALS#${source} reached.${reached}`);
    add(`TOTALS#${source} stage.${stuck === undefined ? reached : 'stuck'}`);
    if (stuck !== undefined) add(`TOTALS#${source} stuck.${String(stuck)}`);
    if (item['signedOffAt'] !== undefined && reached !== 'home') add(`TOTALS#${source} signed-off`);
    for (const [name, time] of Object.entries(item['times'] as Record<string, number>))
      add(`DAYS#${source} ${new Date(time).toISOString().slice(0, 10)} ${name}`);
  }
  const found = new Map<string, number>();
  for (const item of all.filter(({ pk }) => /^(?:TOTALS|DAYS)#/u.test(pk)))
    for (const [name, value] of Object.entries(item))
      if (typeof value === 'number' && name !== 'writes' && !name.startsWith('tokens.')) {
        const counter = item.pk.startsWith('DAYS#')
          ? `${item.pk} ${item.sk.slice(0, 10)} ${name}`
          : `${item.pk} ${name}`;
        found.set(counter, (found.get(counter) ?? 0) + value);
      }
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((name) => (wanted.get(name) ?? 0) !== (found.get(name) ?? 0))
    .map((name) => `counters: ${name} is ${found.get(name) ?? 0}, and should be ${wanted.get(name) ?? 0}`);
}
