/** The simulated KMS and Secrets Manager and the embedded ones (local/keys.ts): the same calls by the same clients have the same outcome. */
import * as crypto from 'node:crypto';
import {
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as fc from 'fast-check';
import { simulated } from '../../simulation/client.ts';
import { Kms } from '../../simulation/services/kms/kms.ts';
import { Secrets } from '../../simulation/services/secrets.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { drawnBy, outcome } from '../../support/outcome.ts';

const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};
let now = Date.now();
const world = { now: () => now, random: drawnBy(1) };
const arn = (id: string) => `arn:aws:kms:eu-central-1:000000000000:key/${id}`;
const kms = new Kms(world, {
  [arn('seeds')]: 'SYMMETRIC_DEFAULT',
  [arn('others')]: 'SYMMETRIC_DEFAULT',
  [arn('exports')]: 'RSA_4096',
  [arn('audit')]: 'ECC_NIST_P256',
});
const PEPPERS = 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:peppers';
const secrets = new Secrets(world, { [PEPPERS]: '{"current":"k1","k1":"00"}' }, () => true);

let engines: Engines;
let clients: Record<string, { kms: KMSClient; secrets: SecretsManagerClient }>;
beforeAll(async () => {
  engines = await startEngines('KMS', 'SecretsManager');
  clients = {
    simulated: {
      kms: new KMSClient({ ...common, requestHandler: simulated(kms) }),
      secrets: new SecretsManagerClient({ ...common, requestHandler: simulated(secrets) }),
    },
    embedded: {
      kms: new KMSClient({ ...common, endpoint: engines.services }),
      secrets: new SecretsManagerClient({ ...common, endpoint: engines.services }),
    },
  };
});
afterAll(() => engines.stop());

const textOf = ({ Plaintext }: { Plaintext?: Uint8Array | undefined }) => Buffer.from(Plaintext!).toString('utf8');
const EncryptionContext = { migration: 'm', serial: '1' };

describe.each(['simulated', 'embedded'])('%s', (which) => {
  const client = () => clients[which]!.kms;
  const encrypt = async (text: string, context: Record<string, string> | undefined, KeyId = arn('seeds')) =>
    (await client().send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(text), EncryptionContext: context })))
      .CiphertextBlob!;
  const decrypt = (CiphertextBlob: Uint8Array, context: Record<string, string> | undefined, KeyId = arn('seeds')) =>
    outcome(client().send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: context })), textOf);
  const invalid = { error: 'InvalidCiphertextException', status: 400 };

  test('a ciphertext opens with its key and its context in any order, and with nothing else', async () => {
    const box = await encrypt('a seed', EncryptionContext);
    expect(await decrypt(box, { serial: '1', migration: 'm' })).toBe('a seed');
    expect(await decrypt(box, { ...EncryptionContext, serial: '2' })).toEqual(invalid);
    expect(await decrypt(box, undefined)).toEqual(invalid);
    const changed = Buffer.from(box);
    changed[changed.length - 1]! ^= 1;
    expect(await decrypt(changed, EncryptionContext)).toEqual(invalid);
    expect(await decrypt(Buffer.from('x'), EncryptionContext)).toEqual(invalid);
    expect(await decrypt(box, EncryptionContext, arn('none'))).toMatchObject({ error: 'NotFoundException' });
  });

  test('a data key comes open and wrapped', async () => {
    const command = new GenerateDataKeyCommand({ KeyId: arn('seeds'), KeySpec: 'AES_256', EncryptionContext });
    const { Plaintext, CiphertextBlob } = await client().send(command);
    expect(Plaintext).toHaveLength(32);
    const opened = await client().send(new DecryptCommand({ KeyId: arn('seeds'), CiphertextBlob, EncryptionContext }));
    expect(Buffer.from(opened.Plaintext!)).toEqual(Buffer.from(Plaintext!));
  });

  test('what was wrapped with the public half of the export key opens, and a key of another does not', async () => {
    const KeyId = arn('exports');
    const { PublicKey } = await client().send(new GetPublicKeyCommand({ KeyId }));
    const spki = { key: Buffer.from(PublicKey!), format: 'der', type: 'spki' } as const;
    const wrap = (key: crypto.KeyObject) => crypto.publicEncrypt({ key, oaepHash: 'sha256' }, Buffer.from('data key'));
    const open = (CiphertextBlob: Uint8Array) =>
      outcome(
        client().send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' })),
        textOf,
      );
    expect(await open(wrap(crypto.createPublicKey(spki)))).toBe('data key');
    const { publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(await open(wrap(publicKey))).toEqual(invalid);
  });

  test('signatures verify with the public half of the key of the audit', async () => {
    const KeyId = arn('audit');
    const Message = Buffer.from('head');
    const { Signature } = await client().send(
      new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }),
    );
    const { PublicKey } = await client().send(new GetPublicKeyCommand({ KeyId }));
    const key = crypto.createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
    expect(crypto.verify('sha256', Message, key, Signature!)).toBe(true);
  });

  test('a secret is read by its ARN, and after a rotation as it was put', async () => {
    const client = clients[which]!.secrets;
    const read = (SecretId: string) =>
      outcome(client.send(new GetSecretValueCommand({ SecretId })), ({ SecretString }) => SecretString);
    expect(JSON.parse(String(await read(PEPPERS)))).toMatchObject({ current: 'k1' });
    expect(await read(`${PEPPERS}-none`)).toEqual({ error: 'ResourceNotFoundException', status: 400 });
    const put = (SecretString: string) =>
      outcome(client.send(new PutSecretValueCommand({ SecretId: PEPPERS, SecretString })), ({ Name }) => Name);
    expect(await put('{"current":"k2"}')).toBe('peppers');
    now += 10_000;
    expect(await read(PEPPERS)).toBe('{"current":"k2"}');
    expect(await put('x'.repeat(65_537))).toMatchObject({ status: 400 });
  });
});

test('drawn texts and contexts open on both, or on neither', async () => {
  const context = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'));
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 40 }), context, context, async (text, sealed, asked) => {
      const both = await Promise.all(
        Object.values(clients).map(async ({ kms: client }) => {
          const KeyId = arn('seeds');
          const Plaintext = Buffer.from(text);
          const { CiphertextBlob } = await client.send(
            new EncryptCommand({ KeyId, Plaintext, EncryptionContext: sealed }),
          );
          return outcome(client.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: asked })), textOf);
        }),
      );
      expect(both[0]).toEqual(both[1]);
    }),
    { seed: 13, numRuns: 40 },
  );
});

describe('what the embedded engine leaves out', () => {
  const sim = () => clients['simulated']!.kms;
  const fails = (call: Promise<unknown>) => outcome(call, () => 'done');

  test('a ciphertext names its key, and each key is for its own use', async () => {
    const { CiphertextBlob } = await sim().send(
      new EncryptCommand({ KeyId: arn('seeds'), Plaintext: Buffer.from('x') }),
    );
    const withOther = sim().send(new DecryptCommand({ KeyId: arn('others'), CiphertextBlob }));
    expect(await fails(withOther)).toMatchObject({ error: 'IncorrectKeyException' });
    expect(await fails(sim().send(new DecryptCommand({ CiphertextBlob })))).toBe('done');
    const signing = sim().send(new EncryptCommand({ KeyId: arn('audit'), Plaintext: Buffer.from('x') }));
    expect(await fails(signing)).toMatchObject({ error: 'InvalidKeyUsageException' });
    const long = sim().send(new EncryptCommand({ KeyId: arn('seeds'), Plaintext: Buffer.alloc(4097) }));
    expect(await fails(long)).toMatchObject({ error: 'ValidationException' });
    const symmetric = sim().send(new GetPublicKeyCommand({ KeyId: arn('seeds') }));
    expect(await fails(symmetric)).toMatchObject({ error: 'UnsupportedOperationException' });
  });

  test('a key that is disabled or to be deleted does nothing until it is enabled again', async () => {
    const encrypt = () => fails(sim().send(new EncryptCommand({ KeyId: arn('others'), Plaintext: Buffer.from('x') })));
    kms.setState('others', 'Disabled');
    expect(await encrypt()).toMatchObject({ error: 'DisabledException' });
    kms.setState('others', 'PendingDeletion');
    expect(await encrypt()).toMatchObject({ error: 'KMSInvalidStateException' });
    kms.setState('others', 'Enabled');
    expect(await encrypt()).toBe('done');
  });

  test('a secret that was just put may be read as it was before, and a token puts once', async () => {
    const read = async () =>
      (await clients['simulated']!.secrets.send(new GetSecretValueCommand({ SecretId: PEPPERS }))).SecretString;
    const token = secrets.put(PEPPERS, 'new');
    expect(await read()).not.toBe('new');
    now += 3_000;
    expect(await read()).toBe('new');
    expect(secrets.put(PEPPERS, 'new', token)).toBe(token);
    expect(() => secrets.put(PEPPERS, 'other', token)).toThrow('ClientRequestToken');
    expect(secrets.current(PEPPERS)).toBe('new');
  });
});
