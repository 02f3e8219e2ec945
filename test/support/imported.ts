/** Imports the users of a test into a running deployment: a trusted packer's keys, and packages uploaded as in production. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readRecipient } from '#core/export/recipient.ts';
import type { ExportRecord, TokenOfUser } from '#core/export/record.ts';
import type { RunView } from '#core/migration/record.ts';
import { deviceInterval, devicePasscode } from '#core/tokens/device.ts';
import { type Client, createClient } from '../../cli/online/client.ts';
import { presigned } from '../../cli/online/presign.ts';
import { localTarget } from '../../cli/online/target.ts';
import { eventually } from './client.ts';
import type { Running } from './deployment.ts';
import { type PackageKeys, packInMemory } from './package.ts';

export type Importer = {
  /** The operator's client. */
  readonly client: Client;
  readonly keys: PackageKeys;
  /** Puts an object under uploads/. @returns its key */
  upload(bytes: Buffer, name: string): Promise<string>;
  migrations(): Promise<RunView[]>;
  /** Waits until the migration of an object has ended. */
  ended(key: string): Promise<RunView>;
  /** Packs, uploads and waits. @throws Error where the migration fails */
  importRecords(records: readonly ExportRecord[], description?: Parameters<typeof packInMemory>[2]): Promise<RunView>;
  /** Changes settings. @param patch groups with their changed fields */
  configure(patch: Record<string, Record<string, unknown>>): Promise<void>;
};

export async function openImporter(running: Running): Promise<Importer> {
  const client = createClient(localTarget(running.data));
  const { pem } = await client.call<{ pem: string }>('GET', '/export-key');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const packer = await client.call<{ id: string }>('POST', '/packers', { body: { name: 'test', publicKey: spki } });
  const keys: PackageKeys = {
    recipient: readRecipient(pem),
    exportKey: privateKey,
    signingKey: privateKey,
    packer: { id: packer.id, publicKey: spki },
  };
  const upload: Importer['upload'] = async (bytes, name) => {
    const key = `uploads/${name}`;
    const url = `${running.endpoints.s3}/${running.exportBucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const answer = await fetch(await presigned('PUT', url, client.target), {
      method: 'PUT',
      body: new Uint8Array(bytes),
    });
    if (!answer.ok) throw new Error(`S3 answered ${answer.status}`);
    return key;
  };
  const migrations = async () => (await client.call<{ runs: RunView[] }>('GET', '/runs')).runs;
  const ended = (key: string) =>
    eventually(
      async () =>
        (await migrations()).find(
          (one) => one.key === key && ['succeeded', 'failed', 'not-started'].includes(one.status),
        ),
      90,
    );
  return {
    client,
    keys,
    upload,
    migrations,
    ended,
    async importRecords(records, description) {
      const { bytes } = await packInMemory(keys, records, description);
      const migration = await ended(await upload(bytes, `${randomBytes(6).toString('hex')}.zip`));
      if (migration.status !== 'succeeded') throw new Error(`The migration failed: ${migration.error?.code}`);
      return migration;
    },
    async configure(settings) {
      const { version } = await client.call<{ version: number }>('GET', '/settings');
      await client.call('PATCH', '/settings', { body: { version, settings } });
    },
  };
}

let serials = 100_000_000_000;
/** A token of an export record: a fob of 6 digits with the PIN 1234, unless `more` says otherwise. */
export const aTokenRecord = (more: Partial<TokenOfUser> = {}): TokenOfUser => ({
  serial: String(++serials),
  algorithm: 'securid-aes128',
  seed: randomBytes(16).toString('base64'),
  digits: 6,
  interval: 60,
  pinStyle: 'fob',
  pin: '1234',
  enabled: true,
  ...more,
});

/** What the device shows, with its PIN, `steps` intervals (HOTP: counters) from now. */
export function shown(token: TokenOfUser, steps = 0, pin = token.pin): string {
  const interval = deviceInterval(token, Math.floor(Date.now() / 1000)) + steps;
  return devicePasscode(token, Buffer.from(token.seed, 'base64'), interval, pin);
}
