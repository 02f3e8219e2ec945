/** Keys that are lost, as docs/operations.md has it ("A lost key"): what no longer works, and what is done about it, on a deployment. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecipient } from '#core/export/recipient.ts';
import { Accounts } from '../support/accounts.ts';
import { ApiUser } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';
import { type } from '../support/runbook.ts';

type Store = { readonly keys: Record<string, unknown>; readonly secrets: Record<string, unknown> };
let running: Running;
afterAll(() => running?.stop(), 30_000);

/** Ends the deployment, changes what it keeps of keys and secrets, and starts it again: what is gone is made anew, as by a deployment. */
async function restartWith(change: (store: Store) => void): Promise<Store> {
  const { data } = running;
  await running.stop(true);
  const file = join(data, 'keys.json');
  const before = readFileSync(file, 'utf8');
  const store = JSON.parse(before) as Store;
  change(store);
  writeFileSync(file, JSON.stringify(store), { mode: 0o600 });
  running = await startLandfall({ data });
  return JSON.parse(before) as Store;
}
const byPassword = async (userId: string, secret: string) =>
  (await new ApiUser(running).post('/api/logon', { userId, method: 'RSA_Password', secret })).status;

test('A lost key: without the rings sessions are over and passwords wrong, a new export key is given out, and rings that come back are as before', async () => {
  running = await startLandfall();
  let accounts = new Accounts(running);
  await accounts.allowTestLogons();
  const anna = await accounts.add('anna');
  const session = await accounts.logon(anna);
  const secret = await accounts.oneTimePassword('anna');
  const again = await accounts.logon(anna);
  expect(await byPassword('anna', secret)).toBe(200);
  const importer = await openImporter(running);
  const former = await packInMemory(importer.keys, [sampleUser('former')]);

  const kept = await restartWith(({ keys, secrets }) => {
    delete keys['landfall-ExportKey'];
    delete secrets['landfall-SessionKeys'];
    // A ring of another key: the ids of the lost one are no more.
    secrets['landfall-Peppers'] = JSON.stringify({ current: 'k2', k2: 'f'.repeat(64) });
  });
  accounts = new Accounts(running);
  // Sessions and passwords of before.
  for (const one of [session, again]) {
    const tab = new ApiUser(running);
    tab.cookie = one.cookie;
    expect((await tab.get('/api/me')).status).toBe(401);
  }
  expect(await byPassword('anna', secret)).not.toBe(200);
  // A token without a PIN asks for neither ring. No password is set for an account that was made under the lost key; for others it is.
  expect((await (await accounts.logon(anna)).get('/api/me')).status).toBe(200);
  await expect(accounts.oneTimePassword('anna')).rejects.toMatchObject({ code: 'internal' });
  await accounts.add('later');
  const next = await accounts.oneTimePassword('later');
  expect(await byPassword('later', next)).toBe(200);
  // Packages for the key that is gone are refused by name; those for the new one are read.
  const opened = { ...importer, ...(await openImporter(running)) };
  const ended = async (bytes: Buffer, name: string) => opened.ended(await opened.upload(bytes, name));
  expect(await ended(former.bytes, 'former.zip')).toMatchObject({
    status: 'failed',
    error: { code: 'package.wrong_key' },
  });
  const shown = await type(running, 'A lost key', 'key');
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('PUBLIC KEY') });
  const recipient = readRecipient(shown.stdout);
  const packed = await packInMemory({ ...opened.keys, recipient }, [sampleUser('packed')]);
  expect(await ended(packed.bytes, 'packed.zip')).toMatchObject({ status: 'succeeded' });

  // The ring is found again: it is put behind the new one, and what was hashed with either is right.
  await restartWith(({ secrets }) => {
    const found = JSON.parse(String(kept.secrets['landfall-Peppers'])) as Record<string, string>;
    const now = JSON.parse(String(secrets['landfall-Peppers'])) as Record<string, string>;
    secrets['landfall-Peppers'] = JSON.stringify({ ...found, ...now });
  });
  expect([await byPassword('anna', secret), await byPassword('later', next)]).toEqual([200, 200]);
}, 300_000);
