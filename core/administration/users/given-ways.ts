/**
 * A9: one administrator can't give one person two different ways into the account within a day: temporary code, one-time (or typed) password,
 * another address, cleared PIN. One of them needs the person's help, or a factor that the person has; two of them, in the hands of a thief at
 * a console or of an administrator turned thief, are an account. What was given stands on the user's item, and the write that gives demands
 * that it is as it was read: of two acts at the same moment one is done.
 */
import type { GivenWay, User, WayGiven } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import type { Administrator } from './rights.ts';

const GIVEN_WAYS_MS = 24 * 3_600_000;

export type GivenWayPorts = {
  /** The enabled administrators, and those of them who are super-administrators, by user key. */
  readAdministrators(): Promise<{ readonly keys: readonly string[]; readonly superAdmins: readonly string[] }>;
  /** An alarm counts it: a sole administrator gave a person two ways. */
  noteSecondWay(of: { readonly user: string; readonly actor: string }): void;
};

/** Who counts as one administrator: the session's name in the ARN of an assumed role is the caller's own choice, so the role does. */
export const administratorOf = ({ id, operator }: Pick<Administrator, 'id' | 'operator'>): string =>
  operator ? id.replace(/(:assumed-role\/[^/]+)\/.*$/u, '$1') : id;

/** What goes with the act: into the user's item, into its entry of the audit, and (`alarm`) into the log once it is done. */
export type Given = {
  readonly waysGiven?: readonly WayGiven[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly alarm: () => void;
};

const recentWays = ({ waysGiven = [] }: Pick<User, 'waysGiven'>, now: number): readonly WayGiven[] =>
  waysGiven.filter(({ at }) => now - at < GIVEN_WAYS_MS);

/**
 * The way beside which these would be a second one of this administrator's, and until when.
 * @param together these may come in one act: see giveWays
 */
export function earlierWay(
  user: Pick<User, 'waysGiven'>,
  ways: readonly GivenWay[],
  { actor, now }: { readonly actor: Pick<Administrator, 'id' | 'operator'>; readonly now: number },
  together: boolean,
): { readonly way: GivenWay; readonly until: number } | undefined {
  const by = administratorOf(actor);
  const own = recentWays(user, now).filter((one) => one.by === by);
  const earlier = own.find(({ way }) => ways.some((one) => one !== way));
  if (earlier) return { way: earlier.way, until: earlier.at + GIVEN_WAYS_MS };
  const [first, second] = ways;
  return first && second && !together ? { way: first, until: now + GIVEN_WAYS_MS } : undefined;
}

/**
 * What an act gives a person, beside what this administrator gave of late. Where no other administrator could give it, it is
 * allowed and raises an alarm.
 * @param together the act can give no single one: the required-field rule asks for a password in the save of a first address
 * @throws LandfallError user.second_way (403)
 */
export async function giveWays(
  ports: GivenWayPorts,
  user: Pick<User, 'userId' | 'role' | 'waysGiven'> | undefined,
  ways: readonly GivenWay[],
  { actor, now }: { readonly actor: Pick<Administrator, 'id' | 'operator'>; readonly now: number },
  together = false,
): Promise<Given> {
  // What is done to a token of no user gives no one anything.
  if (!user || ways.length === 0) return { facts: {}, alarm: () => undefined };
  const by = administratorOf(actor);
  const recent = recentWays(user, now);
  const waysGiven = [
    ...recent.filter((one) => !(one.by === by && ways.includes(one.way))),
    ...ways.map((way) => ({ way, by, at: now })),
  ];
  const second = earlierWay(user, ways, { actor, now }, together);
  if (!second) return { waysGiven, facts: {}, alarm: () => undefined };
  if (await hasOther(ports, user, actor))
    throw invalid(
      'user.second_way',
      'You gave this person another way into the account less than 24 hours ago. Another administrator must do this, so that no one alone can take an account over.',
      { given: second.way, until: new Date(second.until).toISOString() },
    );
  const alarm = () => ports.noteSecondWay({ user: userKey(user.userId), actor: actor.id });
  return { waysGiven, facts: { secondWay: second.way }, alarm };
}

/** Whether an administrator beside this one, and beside the person, may give the person a way in (A7). */
export async function hasOther(
  ports: Pick<GivenWayPorts, 'readAdministrators'>,
  { userId, role }: Pick<User, 'userId' | 'role'>,
  { id }: Pick<Administrator, 'id'>,
): Promise<boolean> {
  const { keys, superAdmins } = await ports.readAdministrators();
  return (role === undefined ? keys : superAdmins).some((key) => key !== id && key !== userKey(userId));
}
