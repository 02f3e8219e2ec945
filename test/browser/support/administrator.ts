/** An administrator whose passcodes `bin/landfall passcode` computes, as for the one that `npm start` creates with the sample. */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts } from '../../support/accounts.ts';
import { landfall } from '../../support/cli.ts';
import type { Running } from '../../support/deployment.ts';

export async function createAdministrator({ data }: Running, accounts: Accounts, userId: string): Promise<void> {
  const token = {
    serial: String(randomInt(100_000_000_000)).padStart(12, '0'),
    algorithm: 'securid-aes128',
    seed: randomBytes(16).toString('base64'),
    digits: 8,
    interval: 60,
    pinStyle: 'pinpad',
    pin: '48151',
    enabled: true,
  };
  const name = { firstName: 'Ada', lastName: 'Marin' };
  await accounts.client.call('POST', '/create-admin', { body: { userId, ...name, token } });
  mkdirSync(join(data, 'tokens'), { recursive: true });
  writeFileSync(join(data, 'tokens', `${userId}.json`), JSON.stringify(token), { mode: 0o600 });
}

/** The present passcode of such an administrator or of a user of the sample. */
export async function passcodeOf(running: Running, ...args: string[]): Promise<string> {
  const { stdout, stderr, code } = await landfall(running, 'passcode', ...args);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}
