/**
 * Items in place of unknown user IDs and missing tokens (T2, F1): as large as what a user and a token really are, so that reading it, and
 * taking it apart, costs what theirs costs. Measured by `npm run test:timing`.
 */
import { randomBytes } from 'node:crypto';
import type { SealedSeed, Token, User } from '#core/directory/model.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import { newSeedDataKey } from '../aws/keys.ts';
import { createItem, directoryTable, type Item, type Key, readItem } from '../dynamodb/items.ts';
import { readTokenItems, tokenItemKey, toToken } from './tokens.ts';
import { hasUser, readUser, toUser } from './users.ts';

const NO_SERIAL = '000000000000';
const HASH = `$keyed$k1$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$32$${'A'.repeat(43)}`;
const QUESTION = 'A question as long as most of them are?';
const ORIGIN = { migration: '0'.repeat(32), part: 1, line: 1 };
const TIME = 1_795_000_000_000;
const SEAL = `k1$${'A'.repeat(22)}$${'A'.repeat(22)}`;
/** Without the keys of the index: a decoy stands in none. */
const FOLLOWED = { source: 'a-source-deployment', packedAt: TIME, touchedAt: TIME } satisfies Partial<User>;

/** What a user's item holds beside its counters, for one that a migration brought and who has done all there is to do. */
const USER = {
  userId: 'somebody',
  firstName: 'Somebody',
  lastName: 'Nobody-at-all',
  email: 'somebody@somewhere.example',
  preferredLanguage: 'en',
  enabled: true,
  lockedOut: false,
  password: { hash: HASH, changedAt: TIME, mustChange: false, history: [] },
  answers: [1, 2, 3].map(() => ({ language: 'en_US', question: QUESTION, hash: HASH })),
  tokens: ['000000000000'],
  sessionEpoch: 0,
  imported: true,
  createdAt: TIME,
  updatedAt: TIME,
  version: 1,
  origin: ORIGIN,
  ...FOLLOWED,
  sourceUserId: 'somebody',
  externalId: '00000000-0000-4000-8000-000000000000',
  sealId: SEAL,
} satisfies Partial<User>;

/** The same as an update sets it: its expression, and its values. */
export const DECOY_USER = {
  expression: Object.keys(USER)
    .map((field) => `#${field} = :${field}`)
    .join(', '),
  values: Object.fromEntries(Object.entries(USER).map(([field, value]) => [`:${field}`, value])) as Item,
};

/** Not among the tokens and users: lists of those must not hold them. */
const decoyKey = (index: number): Key => ({ pk: index === 0 ? 'DECOY' : `DECOY-${index}`, sk: 'DECOY' });
const USER_KEY = { pk: 'DECOY', sk: 'DECOY-USER' } as const;

/** A token of no user. Its PIN's hash names no key that is sure to be there. */
export const decoyToken = (seed: SealedSeed): Token => ({
  serial: NO_SERIAL,
  algorithm: 'securid-aes128',
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  pinHash: `k1$${'A'.repeat(43)}`,
  seed,
  offset: 0,
  lastInterval: -1,
  failures: 0,
  enabled: true,
  lost: false,
  createdAt: TIME,
  updatedAt: TIME,
  version: 1,
  origin: ORIGIN,
  ...FOLLOWED,
});

const isDecoy = ({ serial, assignee }: Token): boolean => serial === NO_SERIAL && assignee === undefined;

const decoysFor = (serials: readonly string[], count: number): Key[] =>
  Array.from({ length: Math.max(0, count - serials.length) }, (_, index) => decoyKey(index));
const parted = (found: readonly Token[]) => ({
  tokens: found.filter((token) => !isDecoy(token)),
  decoys: found.filter(isDecoy),
});

/** The items that readTokensFilled reads, for a caller that reads them with others. */
export const filledKeys = (serials: readonly string[], count: number): Key[] => [
  ...serials.map(tokenItemKey),
  ...decoysFor(serials, count),
];
/** What was read of them; what is missing is made, as readTokensFilled does. */
export async function filledOf(items: readonly Item[], serials: readonly string[], count: number) {
  const { tokens, decoys } = parted(items.map(toToken));
  const complete = decoys.length === decoysFor(serials, count).length && tokens.length + decoys.length > 0;
  return complete ? { tokens, decoys } : readTokensFilled(serials, count);
}

/**
 * The tokens with these serials, and as many tokens of no user as make `count` together: always one read of as many items. Those of no user are made at the first look, with seeds that can be opened.
 */
export async function readTokensFilled(
  serials: readonly string[],
  count: number,
): Promise<{ tokens: Token[]; decoys: Token[] }> {
  const wanted = decoysFor(serials, count);
  const { tokens, decoys } = parted(await readTokenItems([...serials.map(tokenItemKey), ...wanted]));
  // Not one of the serials may be there.
  if (tokens.length + decoys.length === 0 && wanted.length === 0) return readTokensFilled([], count);
  if (decoys.length === wanted.length) return { tokens, decoys };
  const context = { token: 'decoy' };
  const { key, wrapped } = await newSeedDataKey(context);
  // Another process may have made them first.
  for (const item of wanted)
    await createItem(directoryTable(), {
      ...item,
      ...decoyToken({ wrappedKey: wrapped, context, box: sealSeed(key, NO_SERIAL, randomBytes(16)) }),
    });
  return { tokens, decoys: await readTokenItems(wanted) };
}

/** As readUser, by the same reads whether or not there is such a user (F1). @param key core/text.ts userKey */
export async function lookUpUser(key: string): Promise<User | undefined> {
  if (await hasUser(key)) return readUser(key);
  const decoy = await readItem(directoryTable(), USER_KEY);
  // Taken apart as a user is, since that takes time too.
  if (decoy) toUser(decoy);
  else
    await createItem(directoryTable(), {
      ...USER_KEY,
      ...USER,
      failures: 0,
      failuresSince: 0,
      firstTokenLogonAt: TIME,
    });
  return undefined;
}
