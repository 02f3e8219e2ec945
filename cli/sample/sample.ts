/**
 * Imports the sample for `npm start`: prepares the deployment as an administrator would, packs the sample directory, uploads it
 * through S3 alone, and prints the states of the migration.
 */
import { createPublicKey, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { LandfallError } from '#core/errors.ts';
import type { RunView } from '#core/migration/record.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { generatePin } from '#core/tokens/pin-policy.ts';
import { type Client, createClient } from '../online/client.ts';
import { presigned } from '../online/presign.ts';
import { localTarget } from '../online/target.ts';
import { type PackSummary, packExport } from '../package/pack.ts';
import { SAMPLE, sampleFile } from '../package/sample-files.ts';
import { AnsweredError } from '../text/answered.ts';
import { readSampleState, type SampleState, stateFile } from './imported.ts';
import { readState, setAside, writeState } from './state-file.ts';

const ORGANISATION = { name: 'Example Corp', helpDesk: 'helpdesk@corp.example, +1 555 0100' };
/** A new token has no earlier PINs to compare with. */
const NO_KEYS = { current: '', keys: {} };
const POLL_MS = 150;
const DEADLINE_MS = 300_000;

/** What an earlier start, which was killed, did already is no error. */
const unless = (code: string, call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => {
    if (!(error instanceof AnsweredError && error.code === code)) throw error;
  });

function isKey(pem: string): boolean {
  try {
    return createPublicKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** The packer's key pair of this machine, made once; the deployment trusts its public key. */
async function trustPacker(client: Client, data: string, say: (line: string) => void): Promise<string> {
  const file = join(data, 'packer.pem');
  if (existsSync(file) && !isKey(readFileSync(file, 'utf8')))
    say(`${file} is damaged. It is kept as ${setAside(file)}, and another key is made.`);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeState(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  const pem = readFileSync(file, 'utf8');
  const publicKey = createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  // Also where the file was there: a start may have been killed before it was trusted.
  await unless('packers.exists', client.call('POST', '/packers', { body: { name: 'this machine', publicKey } }));
  return pem;
}

const tokenSchema = z.looseObject({ serial: z.string(), seed: z.string() });

/**
 * Creates an administrator with a token, whose seed `landfall passcode` reads from the data folder. The token is kept before it is asked for, so
 * that one whose start was killed in between is not lost.
 */
async function createAdministrator(client: Client, data: string, say: (line: string) => void): Promise<void> {
  const file = join(data, 'tokens', 'admin.json');
  if (existsSync(file)) return;
  const asked = join(data, 'administrator.json');
  const before = readState(asked, tokenSchema, say);
  const serial = String(randomInt(100_000_000_000)).padStart(12, '0');
  const shared = {
    serial,
    algorithm: 'securid-aes128',
    seed: randomBytes(16).toString('base64'),
    digits: 8,
    interval: 60,
    pinStyle: 'pinpad',
  } as const;
  const token = before ?? { ...shared, pin: generatePin(defaultSettings().tokenPolicy, shared, NO_KEYS) };
  writeState(asked, JSON.stringify(token));
  const body = { userId: 'admin', firstName: 'Sample', lastName: 'Administrator', token: { ...token, enabled: true } };
  const created = client.call('POST', '/create-admin', { body });
  await (before ? unless('admin.enabled_exists', created) : created);
  mkdirSync(join(data, 'tokens'), { recursive: true });
  writeState(file, JSON.stringify(token));
  rmSync(asked);
}

/** Sets the organisation and the question catalogue before the migration, as the procedure says. */
async function prepare(client: Client): Promise<void> {
  const { version } = await client.call<{ version: number }>('GET', '/settings');
  await client.call('PATCH', '/settings', { body: { version, settings: { organisation: ORGANISATION } } });
  await client.call('POST', '/questions', { body: { xml: readFileSync(sampleFile(SAMPLE.questions), 'utf8') } });
}

async function pack(client: Client, data: string, signingKey: string): Promise<PackSummary> {
  const { pem } = await client.call<{ pem: string }>('GET', '/export-key');
  return packExport({
    directory: { kind: 'ldif', file: sampleFile(SAMPLE.directory) },
    tokens: SAMPLE.tokenFiles.map(({ name, password }) => ({ file: sampleFile(name), password })),
    assignments: sampleFile(SAMPLE.assignments),
    answers: sampleFile(SAMPLE.answers),
    recipient: pem,
    signingKey,
    source: 'external',
    sourceName: 'corp.example (sample)',
    out: join(data, 'sample-export.zip'),
    now: Date.now(),
  });
}

const seconds = (state: object & { startedAt?: number; finishedAt?: number }) =>
  state.startedAt !== undefined && state.finishedAt !== undefined
    ? `${((state.finishedAt - state.startedAt) / 1000).toFixed(1)} s`
    : '';

/** Prints each state when it ends. @returns the run's id @throws AnsweredError under the run's own code where it failed */
async function follow(client: Client, packageId: string, say: (line: string) => void): Promise<string> {
  const shown = new Set<string>();
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const { runs } = await client.call<{ runs: RunView[] }>('GET', '/runs');
    const migration = runs.findLast((one) => one.packageId === packageId);
    for (const state of migration?.states ?? []) {
      if (shown.has(state.state) || state.status === 'pending' || state.status === 'running') continue;
      shown.add(state.state);
      const count = 'total' in state && state.total !== undefined ? `, ${state.done ?? 0} of ${state.total}` : '';
      say(`  ${state.state.padEnd(27)} ${state.status} ${seconds(state)}${count}`);
    }
    if (migration?.status === 'succeeded') return migration.id;
    if (migration?.status === 'failed') {
      const { code, hint } = migration.error ?? { code: 'run.failed', hint: 'The migration failed.' };
      throw new AnsweredError(code, 409, hint);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new LandfallError('run.slow', {
    detail: 'The migration of the sample did not end within five minutes: `landfall status` tells where it is.',
  });
}

/** Imports the sample once for each data folder; after an interrupted start the next one continues. */
export async function runSample(
  deployment: { endpoints: { s3: string }; exportBucket: string },
  data: string,
  say: (line: string) => void,
): Promise<void> {
  if (readSampleState(data, say)) return;
  const client = createClient(localTarget(data));
  await prepare(client);
  await createAdministrator(client, data, say);
  say('Packing the sample export (samples/corp): directory, tokens, assignments, answers');
  const summary = await pack(client, data, await trustPacker(client, data, say));
  say(`Uploading it to s3://${deployment.exportBucket}/uploads/, as any S3 client would`);
  const url = `${deployment.endpoints.s3}/${deployment.exportBucket}/uploads/corp-export.zip`;
  const address = await presigned('PUT', url, client.target);
  const answer = await fetch(address, { method: 'PUT', body: readFileSync(summary.file) });
  if (!answer.ok)
    throw new LandfallError('upload.failed', {
      detail: `The upload was refused (HTTP ${answer.status}).`,
    });
  say('The upload started a migration:');
  const state: SampleState = {
    migrationId: await follow(client, summary.migrationId, say),
    packed: { counts: summary.counts, refusals: summary.refusals },
  };
  writeState(stateFile(data), JSON.stringify(state));
}
