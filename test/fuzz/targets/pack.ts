/** `landfall pack` as a whole: drawn files in, and what comes out is read again as its target reads it. */
import '#test/support/cheap-hashes.ts';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackOptions, type PackSummary, packExport } from '#cli/package/pack.ts';
import { isRefusalCode } from '#core/pack/refusal-codes.ts';
import { ROOT } from '#infra/paths.ts';
import { unpack } from '#test/support/unpack.ts';
import { drawnCsv, soundAnswers, soundAssignments, soundUsers, TABLES } from '../drawn/csv.ts';
import { drawnLdif } from '../drawn/ldif.ts';
import { mutatedText } from '../drawn/mutate.ts';
import { drawnTokenFile, serialAt, soundSdtid, USERS } from '../drawn/tokens.ts';
import { Finding, must, read, repeatsSecret } from '../finding.ts';
import type { Random } from '../random.ts';
import { acted, type Target } from '../target.ts';

syncBuiltinESMExports();

/** Files in base64. */
type Pack = {
  readonly kind: 'ldif' | 'csv';
  readonly directory: string;
  readonly tokens: string;
  readonly assignments?: string;
  readonly answers?: string;
  readonly options: Pick<
    PackOptions,
    'source' | 'skipBad' | 'includeTokenless' | 'includeUnassigned' | 'assumeEnabled'
  > & { readonly partSize: number };
};

const RSA = createPrivateKey(readFileSync(join(ROOT, 'test/fixtures/keys/rsa-3072.pem')));
const RECIPIENT = createPublicKey(RSA).export({ type: 'spki', format: 'pem' });
const SIGNER = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  type: 'pkcs8',
  format: 'der',
}).export({ type: 'pkcs8', format: 'pem' });
/** What the readers of its inputs name, and its own. */
const FAMILIES = ['pack', 'ldif', 'csv', 'tokenfile', 'xml', 'assignments'];

let folder: string | undefined;

async function check(summary: PackSummary): Promise<void> {
  const { bytes, manifest, records } = await unpack(summary.file, RSA).catch((error: unknown) => {
    throw new Finding('a package that its target does not read', String((error as Error).stack).slice(0, 800));
  });
  must(bytes.length === summary.bytes && records.length === summary.records, 'a package holds less than was said');
  const users = records.filter(({ type }) => type === 'user');
  must(
    users.length === manifest.counts.users,
    'a manifest counts other users than there are',
    () => `${users.length} of ${manifest.counts.users}`,
  );
  must(!repeatsSecret(JSON.stringify(manifest)), 'a manifest repeats a secret', () =>
    JSON.stringify(manifest.refusals),
  );
  for (const { code } of manifest.refusals)
    must(isRefusalCode(code), 'something is left out for what no document names', () => code);
  for (const notice of summary.notices) {
    must(!repeatsSecret(notice), 'a notice repeats a secret', () => notice);
    must(!/\bundefined\b|\bNaN\b|\[object /u.test(notice), 'a notice that is no sentence', () => notice);
  }
}

async function run({ kind, directory, tokens, assignments, answers, options }: Pack): Promise<void> {
  folder ??= mkdtempSync(join(tmpdir(), 'landfall-fuzz-pack-'));
  const at = (name: string) => join(folder!, name);
  const put = (name: string, content: string) => {
    writeFileSync(at(name), Buffer.from(content, 'base64'));
    return at(name);
  };
  const out = at('export.zip');
  rmSync(out, { force: true });
  const summary = await read(FAMILIES, () =>
    packExport({
      directory: { kind, file: put('directory', directory) },
      tokens: [{ file: put('tokens', tokens), tokenType: 'totp', secretFormat: 'hex' }],
      ...(assignments === undefined ? {} : { assignments: put('assignments', assignments) }),
      ...(answers === undefined ? {} : { answers: put('answers', answers) }),
      ...options,
      recipient: RECIPIENT,
      signingKey: SIGNER,
      sourceName: 'old',
      out,
      now: Date.parse('2026-12-01T00:00:00Z'),
    }),
  );
  must(existsSync(out) === (summary !== undefined), 'a package that was not made is there');
  must(!existsSync(`${out}.partial`), 'half a package is left');
  if (summary) await check(summary);
}

/** Mostly as it is: a source of which one file in a few is wrong goes through all of `pack`. */
const file = (bytes: Buffer, random: Random): string =>
  (random.once(6) ? mutatedText(bytes, random) : bytes).toString('base64');

function directoryOf(kind: Pack['kind'], random: Random): Buffer {
  if (kind === 'ldif') return drawnLdif(random);
  return random.once(4) ? drawnCsv(TABLES.users, random) : soundUsers(USERS, random);
}

export const PACK: readonly Target[] = [
  acted('pack', 4, {
    draw: (random): Pack => {
      const kind = random.pick(['ldif', 'csv'] as const);
      return {
        kind,
        directory: file(directoryOf(kind, random), random),
        tokens: file(random.once(6) ? drawnTokenFile(random) : soundSdtid(random), random),
        ...(random.once(2) ? { assignments: file(soundAssignments(USERS, serialAt, random), random) } : {}),
        ...(random.once(3) ? { answers: file(soundAnswers(USERS, random), random) } : {}),
        options: {
          source: random.pick(['external', 'internal'] as const),
          skipBad: !random.once(3),
          includeTokenless: !random.once(3),
          includeUnassigned: random.once(2),
          assumeEnabled: !random.once(3),
          partSize: random.pick([1, 3, 1000]),
        },
      };
    },
    run,
  }),
];
