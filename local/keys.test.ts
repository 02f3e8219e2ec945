import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyOf } from '#test/support/assembly.ts';
import type { Actions } from './aws-json.ts';
import { openKeys } from './keys.ts';

const GenerateSecretString = { SecretStringTemplate: '{"current":"k1"}', GenerateStringKey: 'k1', PasswordLength: 64 };
const assembly = assemblyOf([
  { type: 'AWS::KMS::Key', name: 'seeds', properties: {} },
  { type: 'AWS::KMS::Key', name: 'audit', properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } },
  {
    type: 'AWS::SecretsManager::Secret',
    name: 'peppers',
    properties: { Description: 'Landfall: peppers', GenerateSecretString },
  },
]);
const file = join(mkdtempSync(join(tmpdir(), 'landfall-keys-')), 'keys.json');
const Plaintext = Buffer.from('a seed').toString('base64');
const EncryptionContext = { migration: 'm', serial: '1' };
type Box = { CiphertextBlob: string; Plaintext: string; Signature: string; PublicKey: string };

const call = (actions: Actions, name: string, input: object) =>
  actions[name]!({ KeyId: 'seeds', ...input } as never) as Box;

test('a ciphertext opens with the same key and context in any order, also after another start', async () => {
  const { CiphertextBlob } = call((await openKeys(file, assembly)).actions, 'Encrypt', {
    Plaintext,
    EncryptionContext,
  });
  const { actions } = await openKeys(file, assembly);
  const context = { serial: '1', migration: 'm' };
  expect(call(actions, 'Decrypt', { CiphertextBlob, EncryptionContext: context }).Plaintext).toBe(Plaintext);
  expect(Buffer.from(CiphertextBlob, 'base64').includes('a seed')).toBe(false);
});

test('another context, an altered ciphertext and an unknown key are refused', async () => {
  const { actions } = await openKeys(file, assembly);
  const { CiphertextBlob } = call(actions, 'GenerateDataKey', { EncryptionContext });
  const refused = { name: 'InvalidCiphertextException' };
  expect(() => call(actions, 'Decrypt', { CiphertextBlob })).toThrow(expect.objectContaining(refused));
  const altered = Buffer.from(CiphertextBlob, 'base64');
  altered[14]! ^= 1;
  const input = { CiphertextBlob: altered.toString('base64'), EncryptionContext };
  expect(() => call(actions, 'Decrypt', input)).toThrow(expect.objectContaining(refused));
  expect(() => call(actions, 'Encrypt', { KeyId: 'other', Plaintext })).toThrow(
    expect.objectContaining({ name: 'NotFoundException' }),
  );
});

test('a secret is made once, as the template says, in a file that its owner alone may read', async () => {
  const { secret, actions } = await openKeys(file, assembly);
  const arn = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:peppers';
  expect(JSON.parse(secret(arn))).toEqual({ current: 'k1', k1: expect.stringMatching(/^[0-9a-f]{64}$/u) });
  expect((await openKeys(file, assembly)).secret(arn)).toBe(secret(arn));
  expect(actions['GetSecretValue']!({ SecretId: arn } as never)).toMatchObject({ SecretString: secret(arn) });
  expect(() => secret('other')).toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('seeds');
});

test('a secret can be replaced by ARN or name, keeps its new value after another start, and is listed', async () => {
  const { secret, actions } = await openKeys(file, assembly);
  const run = (name: string, input: object) => actions[name]!(input as never);
  const [ARN, Name] = ['arn:aws:secretsmanager:eu-central-1:000000000000:secret:peppers', 'peppers'];
  expect(run('ListSecrets', {})).toEqual({ SecretList: [{ ARN, Name, Description: 'Landfall: peppers' }] });
  const rotated = JSON.stringify({ current: 'k2', k1: 'a', k2: 'b' });
  expect(run('PutSecretValue', { SecretId: Name, SecretString: rotated })).toMatchObject({ ARN, Name });
  expect(run('GetSecretValue', { SecretId: ARN })).toMatchObject({ ARN, Name, SecretString: rotated });
  expect((await openKeys(file, assembly)).secret(ARN)).toBe(rotated);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const SecretString of [undefined, '', 'x'.repeat(65_537)])
    expect(() => run('PutSecretValue', { SecretId: Name, SecretString })).toThrow(
      expect.objectContaining({ name: 'InvalidParameterException' }),
    );
  expect(() => run('PutSecretValue', { SecretId: 'other', SecretString: '{}' })).toThrow(
    expect.objectContaining({ name: 'ResourceNotFoundException' }),
  );
  expect(secret(ARN)).toBe(rotated);
});

test('a signature verifies with the public half of its key, also after another start', async () => {
  const signed = call((await openKeys(file, assembly)).actions, 'Sign', { KeyId: 'audit', Message: Plaintext });
  const { PublicKey } = call((await openKeys(file, assembly)).actions, 'GetPublicKey', { KeyId: 'audit' });
  const key = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' });
  const signature = Buffer.from(signed.Signature, 'base64');
  expect(verify('sha256', Buffer.from('a seed'), key, signature)).toBe(true);
  expect(verify('sha256', Buffer.from('another'), key, signature)).toBe(false);
});
