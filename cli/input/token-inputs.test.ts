import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenInputs } from './token-inputs.ts';

test('a name and a password that both contain "=" are split by the names of the given token files', async () => {
  const read = await tokenInputs({
    tokens: ['in/a=b.sdtid', 'in/a'],
    tokenPassword: ['in/a=b.sdtid=x=y', 'a=b'],
  });
  expect(read).toEqual([
    { file: 'in/a=b.sdtid', password: 'x=y' },
    { file: 'in/a', password: 'b' },
  ]);
});

test('passwords and keys are read from files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'landfall-tokens-'));
  await writeFile(join(folder, 'password'), 'Batch passphrase 7\r\n');
  await writeFile(join(folder, 'key'), '00112233445566778899aabbccddeeff\n');
  const read = await tokenInputs({
    tokens: ['a', 'b'],
    tokenPasswordFile: [`a=${join(folder, 'password')}`],
    tokenKeyFile: [`b=${join(folder, 'key')}`],
  });
  await rm(folder, { recursive: true });
  expect(read).toEqual([
    { file: 'a', password: 'Batch passphrase 7' },
    { file: 'b', preSharedKey: Buffer.from('00112233445566778899aabbccddeeff', 'hex') },
  ]);
});

test('options for CSV files apply to each of them', async () => {
  expect(await tokenInputs({ tokens: ['a', 'b'], tokenSecretFormat: 'hex', tokenType: 'totp' })).toEqual([
    { file: 'a', secretFormat: 'hex', tokenType: 'totp' },
    { file: 'b', secretFormat: 'hex', tokenType: 'totp' },
  ]);
});

test('a password for a file that was not given is refused, and the error does not quote it', async () => {
  const failed = tokenInputs({ tokens: ['a'], tokenPassword: ['b=hunter2'] });
  await expect(failed).rejects.toMatchObject({
    code: 'pack.token_file_unknown',
    message: expect.not.stringContaining('hunter2'),
  });
});
