/**
 * The source deployments of a world: who is there, how it changes from export to export, and the packages that their administrators make of it. All
 * are made before the world begins: what happens here changes nothing there.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { keyFingerprint } from '#core/export/fingerprint.ts';
import type { ExportRecord, TokenOfUser } from '#core/export/record.ts';
import { recordOf } from '#test/support/campaign-view.ts';
import type { Sent, SentRecord, SentToken, SentUser } from '#test/support/campaign-words.ts';
import { type Edit, type Increment, LivingDirectory } from '#test/support/living-directory.ts';
import { packInMemory } from '#test/support/package.ts';
import { drawing } from '#test/support/random-steps.ts';
import { withDrawnCrypto } from './drawn-crypto.ts';

type Random = (below: number) => number;
export type Packed = {
  readonly source: string;
  /** In the words of the model; `older` is for the model to say. */
  readonly sent: Sent;
  readonly bytes: Buffer;
  readonly parts: number;
  readonly packageId: string;
};
/** A device as its user holds it. */
export type Device = TokenOfUser;

const SOURCES = ['old', 'west'] as const;
export const QUESTION = 'In what city were you born?';
const KINDS: readonly Edit['kind'][] = [
  ...(['join', 'join', 'leave', 'rename', 'swap', 'chain', 'reuse', 'collide', 'name', 'address', 'address'] as const),
  ...(['no-address', 'enabled', 'locked', 'end', 'answer', 'no-answer', 'move-token', 'move-token'] as const),
  ...(['replace-token', 'add-token', 'reseed', 'pin', 'digits', 'expires', 'token-enabled', 'unassign'] as const),
  ...(['assign', 'drop-token', 'foreign-token'] as const),
];
const FAULTS: readonly Increment['fault'][] = ['twice', 'same-person', 'same-serial', 'bad'];

/** An Ed25519 key (RFC 8410) that is the same in every world. */
const signer = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const signerKey = createPublicKey(signer).export({ type: 'spki', format: 'der' }).toString('base64');
export const PACKER = { name: 'packer', publicKey: signerKey } as const;

const edits = (random: Random, count: number, kinds = KINDS): Edit[] =>
  Array.from({ length: count }, () => ({
    kind: kinds[random(kinds.length)]!,
    a: random(41),
    b: random(41),
    c: random(4),
  }));

function increment(random: Random, first: boolean): Increment {
  const scope = first || random(4) > 0 ? 'full' : random(3) === 0 ? 'again' : 'part';
  return {
    edits: first ? edits(random, random(7), ['join', 'join', 'join', 'add-token', 'answer']) : edits(random, random(7)),
    acts: [],
    size: 1 + random(6),
    scope,
    of: random(41),
    fault: random(3) === 0 ? FAULTS[random(FAULTS.length)]! : 'none',
    options: {},
  };
}

/** Serial numbers as SecurID tokens have them. One is the same in both sources. */
const serialOf = (serial: string, place: number): string =>
  serial === 'F1'
    ? '000900000001'
    : `${serial === 't4' ? '0009' : `000${place + 1}`}${serial.slice(1).padStart(8, '0')}`;
const tokenOf = (token: SentToken, place: number): SentToken => ({ ...token, serial: serialOf(token.serial, place) });

/** Of the second source the people have other user IDs, but for one whom both sources know by the same. */
function userOf(user: SentUser, place: number): SentUser {
  const tokens = user.tokens.map((token) => tokenOf(token, place));
  if (place === 0) return { ...user, tokens };
  const userId = user.userId === 'u3' ? 'u3' : user.userId.replace(/^u(?=\d)/u, 'v');
  const email = user.email?.replace('corp.example', 'west.example').replace(/^u(?=\d)/u, 'v');
  return { ...user, userId, ext: user.ext === undefined ? undefined : `w${user.ext}`, email, tokens };
}
const placed = (record: SentRecord, place: number): SentRecord =>
  'user' in record ? { ...record, user: userOf(record.user, place) } : { token: tokenOf(record.token, place) };

function withLastName(record: ExportRecord): ExportRecord {
  if (record.type !== 'user') return record;
  return { ...record, lastName: `Of ${record.externalId ?? 'nowhere'}` };
}

function countsOf({ records }: Sent) {
  const users = records.flatMap((record) => ('user' in record ? [record.user] : []));
  return {
    users: users.length,
    tokensAssigned: users.flatMap(({ tokens }) => tokens).length,
    tokensUnassigned: records.length - users.length,
    tokensUserMissing: 0,
    answers: users.filter(({ answer }) => answer !== undefined).length,
    usersWithoutEmail: users.filter(({ email }) => email === undefined).length,
    usersWithoutToken: users.filter(({ tokens }) => tokens.length === 0).length,
  };
}

async function packed(sent: Sent, size: number, spki: Buffer, random: Random): Promise<Packed> {
  const records = sent.records.map((record) => withLastName(recordOf(record)));
  // Shorter than a deployment's own key, and many times faster: `landfall pack` would refuse it.
  const recipient = {
    fingerprint: keyFingerprint(spki),
    key: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
  };
  const keys = { recipient, exportKey: signer, signingKey: signer, packer: { id: '', publicKey: signerKey } };
  const { bytes, manifest, migrationId } = await withDrawnCrypto(random, () =>
    packInMemory(keys, records, {
      partSize: size,
      now: sent.packedAt,
      description: {
        source: { deployment: sent.source, kind: 'external', identitySource: 'other' },
        counts: countsOf(sent),
        questions: [{ language: 'en_US', text: QUESTION }],
        full: sent.full,
        partial: sent.full ? [] : ['users'],
      },
    }),
  );
  return { source: sent.source, sent, bytes, parts: manifest.parts.length, packageId: migrationId };
}

/**
 * @param spki the deployment's export key
 * @returns the packages of each source, as they were made
 */
export async function drawPackages(seed: number, spki: Buffer): Promise<readonly (readonly Packed[])[]> {
  const random = drawing(seed ^ 0x5eed);
  const sources: Packed[][] = [];
  for (const place of random(3) === 0 ? [0, 1] : [0]) {
    const directory = new LivingDirectory();
    const known = new Map<Sent, Packed>();
    const packages: Packed[] = [];
    for (let left = 1 + random(3), first = true; left > 0; left--, first = false) {
      const drawn = increment(random, first);
      const exported = directory.export(drawn);
      const again = known.get(exported);
      if (again) packages.push(again);
      else if (exported.records.length > 0) {
        const source = SOURCES[place]!;
        const sent = { ...exported, source, records: exported.records.map((record) => placed(record, place)) };
        const one = await packed(sent, drawn.size, spki, random);
        known.set(exported, one);
        packages.push(one);
      }
    }
    sources.push(packages);
  }
  return sources;
}

/** Every device that a package of these brings, the newest of a serial number first. */
export function devicesOf(sources: readonly (readonly Packed[])[]): ReadonlyMap<string, readonly Device[]> {
  const devices = new Map<string, Device[]>();
  const newestFirst = sources.flat().toSorted((a, b) => b.sent.packedAt - a.sent.packedAt);
  for (const { sent } of newestFirst)
    for (const record of sent.records.map(recordOf))
      for (const token of record.type === 'user' ? record.tokens : [record])
        devices.set(token.serial, [...(devices.get(token.serial) ?? []), token]);
  return devices;
}
