/** `landfall audit verify`: whether the audit is as it was written (L5). Everything is computed here; the deployment only hands it over. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import * as z from 'zod';
import {
  DEFECTS,
  EMPTY,
  type Fault,
  type Head,
  type Link,
  NOTHING_VERIFIED,
  SHARDS,
  verifyEnd,
  verifyLinks,
} from '#core/audit-chain.ts';
import { invalid } from '#core/errors.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { EXIT, print, table } from '../text/output.ts';

type Options = OnlineOptions & { readonly publicKey?: string; readonly heads?: string };
type Chain = { readonly shard: number; readonly entries: number; readonly hash: string };

const headsFile = z.record(z.string(), z.object({ seq: z.int().min(0), hash: z.string() }));

/** A key in a file: PEM, DER, or DER in base64 as `aws kms get-public-key` prints it. */
function keyIn(bytes: Buffer): KeyObject {
  const text = bytes.toString('latin1');
  try {
    if (text.startsWith('-----BEGIN')) return createPublicKey(text);
    const der = /^[\w+/=\s]+$/u.test(text) ? Buffer.from(text, 'base64') : bytes;
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    throw invalid('audit.key', 'This is no public key: give a PEM or DER file, as KMS has it.');
  }
}

const fingerprintOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');

function headsIn(file: string | undefined): Readonly<Record<string, Head>> {
  if (file === undefined || !existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  try {
    return headsFile.parse(JSON.parse(text));
  } catch {
    throw invalid('audit.heads', `${file} is not a file that \`landfall audit-verify --heads\` has written.`);
  }
}

async function verifyChain(client: Client, shard: number, key: KeyObject, noted: Head) {
  const isSigned = (text: Buffer, signature: string) => verify('sha256', text, key, Buffer.from(signature, 'base64'));
  const faults: Fault[] = [];
  let state = NOTHING_VERIFIED;
  let after: number | undefined = 0;
  while (after !== undefined) {
    const query = { shard, after, limit: 500 };
    const page: { links: Link[]; next?: number } = await client.call('GET', '/audit/chain', { query });
    const verified = verifyLinks(shard, state, page.links, isSigned, noted);
    state = verified.state;
    faults.push(...verified.faults);
    after = page.next;
  }
  return { state, faults: [...faults, ...verifyEnd(shard, state, noted)] };
}

const WHOLE = 'The audit is as it was written: every entry follows the one before it, and the ends are signed.';
const CUT =
  'Whether the newest entries were cut off only --heads FILE can tell, which compares with the ends of an earlier day.';

async function run({ json, publicKey, heads, stack, region, profile }: Options): Promise<void> {
  const client = await clientOf({ stack, region, profile });
  const given = async () => (await client.call<{ publicKey: string }>('GET', '/audit/key')).publicKey;
  const key = keyIn(publicKey === undefined ? Buffer.from(await given(), 'base64') : readFileSync(publicKey));
  const noted = headsIn(heads);
  const ends = Object.keys(noted).length > 0 ? 'compared' : 'not compared';
  const chains: Chain[] = [];
  const faults: Fault[] = [];
  const verified: Record<string, Head> = {};
  for (let shard = 0; shard < SHARDS; shard++) {
    const { state, faults: found } = await verifyChain(client, shard, key, noted[shard] ?? EMPTY);
    chains.push({ shard, entries: state.seq, hash: state.hash });
    verified[shard] = { seq: state.seq, hash: state.hash };
    faults.push(...found);
  }
  if (faults.length > 0) process.exitCode = EXIT.refused;
  // Heads of a chain with a fault would hide it from the next verification.
  else if (heads !== undefined) {
    // Beside the file first: a disk that is full leaves the heads of before.
    writeFileSync(`${heads}.new`, `${JSON.stringify(verified, null, 2)}\n`);
    renameSync(`${heads}.new`, heads);
  }
  const told = faults.map((one) => ({ ...one, means: DEFECTS[one.defect] }));
  const fingerprint = fingerprintOf(key);
  print(json, { fingerprint, chains, ends, faults: told }, () =>
    [
      `Key: SHA-256 ${fingerprint}`,
      table(
        ['chain', 'entries', 'hash of the last one'],
        chains.map(({ shard, entries, hash }) => [shard, entries, hash]),
      ),
      faults.length === 0
        ? [WHOLE, ...(ends === 'compared' ? [] : [CUT])].join('\n')
        : table(
            ['chain', 'entry', 'fault'],
            told.map(({ shard, seq, means }) => [shard, seq, means]),
          ),
    ].join('\n\n'),
  );
}

/** @param program which has `audit` already */
export function register(program: Command): void {
  const audit = program.commands.find((command) => command.name() === 'audit')!;
  online(
    audit
      .command('verify')
      .summary('whether the audit is as it was written')
      .description(
        'Verifies the chains of the audit and their signatures, and says where one breaks. Exit code 1 where one does.',
      )
      .option('--public-key <file>', "the audit's key, from KMS (default: the one that the deployment gives)")
      .option('--heads <file>', 'compares with the ends noted in this file, and notes those of today'),
    'audit verify --heads audit-heads.json',
    'audit verify --public-key audit.der --json',
  ).action((options: Options, command: Command) => run({ ...command.optsWithGlobals<Options>(), ...options }));
}
