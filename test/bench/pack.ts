/**
 * Part of `npm run bench`: what `landfall pack` takes for an export of LANDFALL_BENCH_USERS users (default 20,000) with a token each, from LDIF and CSV
 * and from both kinds of token files: processor time and the largest resident size of its process, beside a process that reads the same bytes, and
 * zips and seals as many as the package holds.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPORT_FILES, writeLargeExport } from '../support/large-export.ts';
import { printMeasured } from './line.ts';

const USERS = Number(process.env['LANDFALL_BENCH_USERS'] ?? 20_000);
const MB = 1024 * 1024;

/** Prints, when the process ends, what it took: on standard error, behind everything else. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  "process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS}=process.resourceUsage();process._rawDebug(JSON.stringify({seconds:(u+s)/1e6,bytes:maxRSS*1024}))})",
)}`;

const REFERENCE = `
import { createReadStream } from 'node:fs';
import { createCipheriv, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
const [bytes, ...files] = process.argv.slice(1);
for (const file of files) for await (const _ of createReadStream(file));
const part = Buffer.from(randomBytes(150_000).toString('base64'));
for (let left = Number(bytes); left > 0; ) {
  const zipped = gzipSync(part);
  createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12)).update(zipped);
  left -= zipped.length;
}`;

type Cost = { readonly seconds: number; readonly bytes: number; readonly stdout: string };

function cost(...args: readonly string[]): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', '--max-semi-space-size=4', '--import', REPORT, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${args.join(' ')} ended with ${code}: ${stderr}`));
      else resolve({ ...(JSON.parse(stderr.trim().split('\n').at(-1)!) as Omit<Cost, 'stdout'>), stdout });
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'landfall-bench-'));
const at = (name: string): string => join(folder, name);
try {
  await writeLargeExport(folder, USERS);
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  writeFileSync(at('target.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(at('packer.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const keys = ['--recipient', at('target.pem'), '--signing-key', at('packer.pem'), '--out', at('export.zip')];
  for (const directory of ['ldif', 'csv'] as const)
    for (const kind of ['pskc', 'sdtid'] as const) {
      const files = [EXPORT_FILES[directory], EXPORT_FILES[kind], EXPORT_FILES.assignments].map(at);
      const inputs = [`--${directory}`, files[0]!, '--tokens', files[1]!, '--assignments', files[2]!];
      const packed = await cost('cli/main.ts', 'pack', ...inputs, ...keys, '--assume-enabled', '--json');
      const { bytes, counts } = JSON.parse(packed.stdout) as { bytes: number; counts: { tokensAssigned: number } };
      if (counts.tokensAssigned !== USERS) throw new Error(`${counts.tokensAssigned} of ${USERS} users were packed.`);
      const reference = await cost('--input-type=module', '-e', REFERENCE, String(bytes), ...files);
      const name = `pack ${USERS} users and tokens, ${directory} and ${kind}`;
      const a = (seconds: number): number => (1e6 * seconds) / USERS;
      printMeasured({
        name,
        value: a(packed.seconds),
        unit: 'us of processor a user',
        reference: a(reference.seconds),
      });
      printMeasured({ name, value: packed.bytes / MB, unit: 'MiB', reference: reference.bytes / MB });
    }
} finally {
  rmSync(folder, { recursive: true });
}
