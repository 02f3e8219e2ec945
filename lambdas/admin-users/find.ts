import * as z from 'zod';
import type * as users from '#adapters/administration/users.ts';
import { addressOf } from '#core/address.ts';
import {
  type FindPeoplePorts,
  findPeople,
  PEOPLE_ORDERS,
  reachOf,
  recordLookUp,
} from '#core/administration/find-people.ts';
import type { AsOf } from '#core/administration/people.ts';
import type { Asked } from '#core/administration/users/administer.ts';
import { type UserView, userView } from '#core/administration/users/view.ts';
import { chunksOf } from '#core/concurrency.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { FLAGS, type Flag } from '#core/journey/finds.ts';
import type { Person } from '#core/journey/person.ts';
import { STAGES, STUCK } from '#core/journey/stages.ts';
import type { Settings } from '#core/settings/model.ts';

export type ViewPorts = {
  readTokens(serials: readonly string[]): Promise<Token[]>;
  readSettings(): Promise<{ readonly settings: Settings }>;
};
export type FindPorts = ViewPorts &
  FindPeoplePorts &
  Pick<typeof users, 'findByEmail' | 'findByPrefix'> & {
    /** Whether every user stands in the directory's index of people. */
    isUpgraded(): Promise<boolean>;
  };
const one = z.string().min(1).max(255).optional();
const flag = z
  .enum(['true'])
  .optional()
  .transform((value) => value !== undefined);
export const search = z.strictObject({
  text: one,
  stage: z.enum(STAGES).optional(),
  stuck: z.enum(STUCK).optional(),
  source: z.string().max(255).optional(),
  locked: flag,
  disabled: flag,
  noToken: flag,
  noAddress: flag,
  sort: z.enum(PEOPLE_ORDERS).optional(),
  userId: one,
  startsWith: one,
  email: one,
  serial: one,
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  next: z.string().max(2048).optional(),
});
export type Search = z.output<typeof search>;

export type FoundUser = { readonly user: User; readonly person?: Person | undefined };
export type UsersPage = Partial<AsOf> & {
  readonly users: readonly FoundUser[];
  readonly next?: string;
  readonly more?: true;
  readonly upgrading?: true;
};

/** Of one consistent read of many. */
const TOKENS_AT_ONCE = 100;
/** By the beginning of a user ID and by an address: users a page. */
const OLD_LIMIT = 100;

const flagsOf = ({ locked, disabled, noToken, noAddress }: Search): Flag[] => {
  const asked: Readonly<Record<Flag, boolean>> = { locked, disabled, 'no-token': noToken, 'no-address': noAddress };
  return FLAGS.filter((name) => asked[name]);
};

const withoutJourney = (users: readonly User[]): FoundUser[] => users.map((user) => ({ user }));

/** By one of the fields alone, as before there was `text`; undefined where none is given. */
async function findByField(ports: FindPorts, by: Search, limit: number): Promise<UsersPage | undefined> {
  const { userId, serial, email, startsWith, next } = by;
  const single = (user: User | undefined): UsersPage => ({ users: withoutJourney(user ? [user] : []) });
  if (userId !== undefined) return single(await ports.readUser(lookupKey(userId)));
  if (serial !== undefined) return single(await ports.findBySerial(serial));
  if (email === undefined && startsWith === undefined) return undefined;
  const { users, ...where } = await (email === undefined
    ? ports.findByPrefix(startsWith!, Math.min(limit, OLD_LIMIT), next)
    : ports.findByEmail(addressOf(email) ?? email, next));
  return { users: withoutJourney(users), ...where };
}

/** The same for help desk: all of it on one page, so an address is looked up in the index, and recorded before it is answered (A11). */
async function findByFieldAtHelpDesk(ports: FindPorts, by: Search, limit: number, asked: Asked) {
  const { userId, serial, startsWith, email: typed } = by;
  const alone = userId === undefined && serial === undefined ? typed : undefined;
  if (alone !== undefined) {
    const email = addressOf(alone) ?? alone;
    const { people, ...where } = await findPeople(ports, { text: email, email, flags: [], limit }, asked);
    return { users: people, ...where };
  }
  const found = await findByField(ports, by, limit);
  if (!found) return undefined;
  const { next, ...page } = found;
  const looked = userId !== undefined ? { userId } : serial !== undefined ? { serial } : { startsWith };
  await recordLookUp(
    ports,
    looked,
    page.users.map(({ user }) => user),
    asked,
  );
  return { ...page, ...(next === undefined ? {} : { more: true as const }) };
}

/**
 * By the first field that is given; else by the text; else all.
 * @throws LandfallError request.invalid where a field stands beside what narrows a search, and what findPeople throws
 */
export async function findUsers(ports: FindPorts, by: Search, asked: Asked): Promise<UsersPage> {
  const { text, stage, stuck, source, sort, next, userId, startsWith, email, serial } = by;
  const flags = flagsOf(by);
  const isGiven = (value: unknown) => value !== undefined;
  if ([userId, startsWith, email, serial].some(isGiven) && [text, stage, stuck, source, sort, ...flags].some(isGiven))
    throw invalid('request.invalid', 'What narrows a search goes with `text`, or alone.');
  const { limit, mayPage } = reachOf(asked, by);
  const found = await (mayPage ? findByField(ports, by, limit) : findByFieldAtHelpDesk(ports, by, limit, asked));
  if (found) return found;
  const [upgraded, { people, ...where }] = await Promise.all([
    ports.isUpgraded(),
    findPeople(ports, { text, stage, stuck, source, flags, sort, limit, next }, asked),
  ]);
  return { users: people, ...where, ...(upgraded ? {} : { upgrading: true }) };
}

/** Users with their tokens, which are read together: a page has more of them than one look each would be worth. */
export async function viewsOf(ports: ViewPorts, users: readonly User[], now: number): Promise<UserView[]> {
  const serials = chunksOf([...new Set(users.flatMap(({ tokens }) => tokens))], TOKENS_AT_ONCE);
  const tokens = (await Promise.all(serials.map((chunk) => ports.readTokens(chunk)))).flat();
  const bySerial = new Map(tokens.map((token) => [token.serial, token]));
  const tokensOf = (user: User) => user.tokens.flatMap((serial) => bySerial.get(serial) ?? []);
  const { settings } = await ports.readSettings();
  return users.map((user) => userView(user, tokensOf(user), settings, now));
}
