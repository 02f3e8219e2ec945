/** KMS and Secrets Manager: the few calls that are used, over node:crypto. Keys and secrets live in one file that its owner alone may read. */
import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import * as z from 'zod';
import { readVitalState, writeState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, NamedError, nameIn, REGION } from './aws/names.ts';
import type { Actions } from './aws-json.ts';

/** By name, which is a key's id: the PEM of an RSA or EC key, or a symmetric key in base64; a secret's text. */
const storeSchema = z.object({
  keys: z.record(z.string(), z.object({ symmetric: z.string(), pem: z.string() }).partial()),
  secrets: z.record(z.string(), z.string()),
});
type Store = z.infer<typeof storeSchema>;
type Generated = { SecretStringTemplate: string; GenerateStringKey: string; PasswordLength: number };
type SecretProperties = { Description?: string; GenerateSecretString: Generated };
type SecretInput = { SecretId: string; SecretString?: string };
type Input = { KeyId: string; Plaintext: string; CiphertextBlob: string; EncryptionContext?: object };

const MAX_SECRET_BYTES = 65_536;
const OAEP = { padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };

/** The associated data of an encryption context, the same for its pairs in any order. */
const associated = (context: object = {}) =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

async function newKey(spec: string | undefined): Promise<Store['keys'][string]> {
  if (spec === 'ECC_NIST_P256') {
    const { privateKey } = await promisify(crypto.generateKeyPair)('ec', { namedCurve: 'P-256' });
    return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  }
  if (spec !== 'RSA_4096') return { symmetric: crypto.randomBytes(32).toString('base64') };
  const { privateKey } = await promisify(crypto.generateKeyPair)('rsa', { modulusLength: 4096 });
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** Makes the keys and secrets that the template asks for and the file lacks. `secret`: a secret's text by ARN, @throws NamedError where there is none. */
export async function openKeys(file: string, assembly: Assembly) {
  const store: Store = readVitalState(file, storeSchema) ?? { keys: {}, secrets: {} };
  for (const { name, properties } of assembly.of<{ KeySpec?: string }>('AWS::KMS::Key'))
    store.keys[name] ??= await newKey(properties.KeySpec);
  const secretResources = assembly.of<SecretProperties>('AWS::SecretsManager::Secret');
  for (const { name, properties } of secretResources) {
    const { SecretStringTemplate, GenerateStringKey: field, PasswordLength } = properties.GenerateSecretString;
    const random = crypto.randomBytes(PasswordLength).toString('hex').slice(0, PasswordLength);
    const fields = { ...JSON.parse(SecretStringTemplate), [field]: random };
    store.secrets[name] ??= JSON.stringify(fields);
  }
  const keep = (next: Store) => writeState(file, JSON.stringify(next));
  keep(store);

  const key = (id: string) => {
    const found = store.keys[id.split('/').at(-1)!];
    if (!found) throw new NamedError('NotFoundException', 'There is no such key.');
    const { symmetric = '', pem = '' } = found;
    return { symmetric: Buffer.from(symmetric, 'base64'), pem };
  };
  const secret = (arn: string) => {
    const found = store.secrets[nameIn(arn)];
    if (found === undefined) throw new NamedError('ResourceNotFoundException', 'There is no such secret.');
    return found;
  };
  const described = (id: string) => {
    const found = secretResources.find(({ name }) => name === nameIn(id));
    const ARN = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${nameIn(id)}`;
    return { ARN, Name: nameIn(id), Description: found?.properties.Description };
  };
  const encrypt = ({ KeyId, Plaintext, EncryptionContext }: Omit<Input, 'CiphertextBlob'>) => {
    const nonce = crypto.randomBytes(12);
    const cipher = crypto.createCipheriv('aes-256-gcm', key(KeyId).symmetric, nonce);
    cipher.setAAD(associated(EncryptionContext));
    const box = [nonce, cipher.update(Plaintext, 'base64'), cipher.final(), cipher.getAuthTag()];
    return { KeyId, CiphertextBlob: Buffer.concat(box).toString('base64') };
  };
  const decrypt = ({ KeyId, CiphertextBlob, EncryptionContext }: Input) => {
    const { pem, symmetric } = key(KeyId);
    const box = Buffer.from(CiphertextBlob, 'base64');
    try {
      if (pem) return { KeyId, Plaintext: crypto.privateDecrypt({ key: pem, ...OAEP }, box).toString('base64') };
      const decipher = crypto.createDecipheriv('aes-256-gcm', symmetric, box.subarray(0, 12));
      decipher.setAAD(associated(EncryptionContext)).setAuthTag(box.subarray(-16));
      const plaintext = Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
      return { KeyId, Plaintext: plaintext.toString('base64') };
    } catch {
      throw new NamedError('InvalidCiphertextException', 'The ciphertext does not open with this key and context.');
    }
  };
  // The two services' actions have no name in common.
  const actions: Actions = {
    Encrypt: encrypt,
    Decrypt: decrypt,
    GenerateDataKey: (input: Input) => {
      const Plaintext = crypto.randomBytes(32).toString('base64');
      return { ...encrypt({ ...input, Plaintext }), Plaintext };
    },
    /** ECDSA_SHA_256 over a message of at most 4,096 bytes, as it is (MessageType RAW). */
    Sign: ({ KeyId, Message }: Input & { Message: string }) => {
      const signature = crypto.sign('sha256', Buffer.from(Message, 'base64'), key(KeyId).pem);
      return { KeyId, Signature: signature.toString('base64'), SigningAlgorithm: 'ECDSA_SHA_256' };
    },
    GetPublicKey: ({ KeyId }: Input) => {
      const spki = crypto.createPublicKey(key(KeyId).pem).export({ type: 'spki', format: 'der' });
      return { KeyId, PublicKey: spki.toString('base64') };
    },
    GetSecretValue: ({ SecretId }: SecretInput) => ({ ...described(SecretId), SecretString: secret(SecretId) }),
    PutSecretValue: ({ SecretId, SecretString = '' }: SecretInput) => {
      secret(SecretId);
      const length = Buffer.byteLength(SecretString);
      if (length === 0 || length > MAX_SECRET_BYTES)
        throw new NamedError('InvalidParameterException', `A secret has 1 to ${MAX_SECRET_BYTES} bytes of text.`);
      // First on disk: what can't be kept is not used either.
      keep({ ...store, secrets: { ...store.secrets, [nameIn(SecretId)]: SecretString } });
      store.secrets[nameIn(SecretId)] = SecretString;
      return described(SecretId);
    },
    ListSecrets: () => ({ SecretList: secretResources.map(({ name }) => described(name)) }),
  };
  return { actions, secret };
}
