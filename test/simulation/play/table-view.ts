/** The directory in the plain words of the independent model: a secret is the value that it was made from. */
import { parseKeyRing } from '#core/keys.ts';
import { isSealOf } from '#core/passwords/hash.ts';
import { pinMatcher } from '#core/tokens/pin.ts';
import { openSeed } from '#core/tokens/seal.ts';
import { phcOf } from '#test/support/campaign-view.ts';
import type { ModelToken, ModelUser, Table } from '#test/support/campaign-words.ts';
import type { PlayWorld as World } from './around.ts';
import type { Item } from './invariants/final.ts';
import { mailboxOf, noticeOf } from './invariants/journeys.ts';

const PINS = ['1111', '2222', '3333', '48151'] as const;
const ANSWERS = ['B', 'C', 'D'] as const;
type Ring = ReturnType<typeof parseKeyRing>;
/** Bytes as the table has them: base64. */
type Seed = { readonly wrappedKey: string; readonly context: Readonly<Record<string, string>>; readonly box: string };

const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const iso = (time: number | undefined) =>
  time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');

/** Opens a seed with what KMS gives for its wrapped key. */
function seedOf(
  world: World,
  opened: Map<string, Buffer>,
  serial: string,
  { wrappedKey: wrapped, context, box }: Seed,
): string {
  const id = `${wrapped} ${JSON.stringify(context)}`;
  try {
    let key = opened.get(id);
    if (!key) {
      const answer = world.ask('kms', 'TrentService.Decrypt', {
        CiphertextBlob: wrapped,
        EncryptionContext: context,
      }) as { Plaintext: string };
      key = Buffer.from(answer.Plaintext, 'base64');
      opened.set(id, key);
    }
    return openSeed(key, serial, Buffer.from(box, 'base64')).toString('utf8').replaceAll('.', '');
  } catch {
    return 'no seed that opens';
  }
}

const TOLD = ['sent', 'complained', 'claimed', 'uncertain'];

export function createTableView(world: World) {
  const opened = new Map<string, Buffer>();
  const known = new Map<string, readonly [Item, ModelUser | ModelToken]>();

  function userOf(item: Item, ring: Ring): ModelUser {
    const key = item.pk.slice('USER#'.length);
    const [held] = item['answers'] as readonly { readonly hash: string }[];
    const owner = { key, sealId: text(item['sealId']), use: 'answer' as const };
    return {
      userId: String(item['userId']),
      ext: text(item['externalId']),
      firstName: text(item['firstName']),
      email: text(item['email']),
      enabled: item['enabled'] === true,
      locked: item['lockedOut'] === true,
      end: iso(number(item['accountEnd'])),
      answer: held && (ANSWERS.find((answer) => isSealOf(held.hash, phcOf(answer), ring, owner)) ?? 'unknown'),
      source: text(item['source']),
      touched: item['touchedAt'] !== undefined || item['role'] !== undefined,
      told: false,
      role: item['role'] !== undefined,
      disabledByRun: item['disabledBy'] !== undefined,
      packedAt: number(item['packedAt']) ?? 0,
    };
  }
  function tokenOf(item: Item, ring: Ring): ModelToken {
    const token = item as unknown as Parameters<typeof pinMatcher>[1];
    const hash = text(item['pinHash']);
    const pin = hash === undefined ? undefined : pinMatcher(ring, token, hash);
    return {
      seed: seedOf(world, opened, String(item['serial']), item['seed'] as Seed),
      pin: pin && (PINS.find((one) => pin(one)) ?? 'unknown'),
      digits: Number(item['digits']),
      expires: iso(number(item['expiresAt'])),
      enabled: item['enabled'] === true,
      holder: text(item['assignee']),
      source: text(item['source']),
      touched: item['touchedAt'] !== undefined,
      disabledByRun: item['disabledBy'] !== undefined,
      packedAt: number(item['packedAt']) ?? 0,
    };
  }
  /** Items are never changed in their place: one that was seen before is read once. */
  function readOnce<T extends ModelUser | ModelToken>(item: Item, read: () => T): T {
    const before = known.get(item.pk);
    if (before?.[0] === item) return before[1] as T;
    const value = read();
    known.set(item.pk, [item, value]);
    return value;
  }

  return (): Table => {
    const directory = world.items('directory') as readonly Item[];
    const notices = (world.items('operations') as readonly Item[]).filter(({ sk }) => sk === 'NOTICE');
    const ring = parseKeyRing(world.peppers());
    const toldTo = (user: Item): boolean => {
      const notice = noticeOf({ notices }, user);
      // A mail that went to another mailbox has told this person all the same.
      return notice !== undefined && TOLD.includes(String(notice['status'])) && mailboxOf('') !== notice['to'];
    };
    const users = directory.filter(({ sk }) => sk === 'USER');
    const tokens = directory.filter(({ sk }) => sk === 'TOKEN');
    return {
      users: Object.fromEntries(
        users.map((item) => [
          item.pk.slice('USER#'.length),
          { ...readOnce(item, () => userOf(item, ring)), told: toldTo(item) },
        ]),
      ),
      tokens: Object.fromEntries(
        tokens.map((item) => [String(item['serial']), readOnce(item, () => tokenOf(item, ring))]),
      ),
    };
  };
}
