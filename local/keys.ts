/** KMS and Secrets Manager: the few calls that are used, over node:crypto. Keys and secrets live in one file that its owner alone may read. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  generateKeyPair,
  privateDecrypt,
  randomBytes,
  randomInt,
  randomUUID,
} from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Actions, ServiceError } from './aws-json.ts';
import type { Assembly } from './template.ts';

type Store = {
  keys: Record<string, { id: string; symmetric?: string; pem?: string }>;
  secrets: Record<string, string>;
};
type GenerateSecretString = { SecretStringTemplate: string; GenerateStringKey: string; PasswordLength: number };

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const bytes = (base64: unknown) => Buffer.from(String(base64), 'base64');
const associated = (context: unknown) => Buffer.from(JSON.stringify(Object.entries(context ?? {}).sort()));

export class Keys {
  private readonly file: string;
  private readonly store: Store;

  constructor(file: string) {
    this.file = file;
    this.store = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Store) : { keys: {}, secrets: {} };
  }

  /** The id of the key of this name; it outlives restarts. */
  idOf(name: string): string {
    this.store.keys[name] ??= { id: randomUUID() };
    return this.store.keys[name].id;
  }

  /** Makes what the template asks for and does not exist yet. */
  async create(assembly: Assembly): Promise<void> {
    for (const { name, properties } of assembly.of('AWS::KMS::Key')) {
      this.idOf(name);
      const key = this.store.keys[name]!;
      if (properties['KeySpec'] !== 'RSA_4096') key.symmetric ??= randomBytes(32).toString('base64');
      else if (!key.pem) {
        const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 4096 });
        key.pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      }
    }
    for (const { name, properties } of assembly.of('AWS::SecretsManager::Secret')) {
      const { SecretStringTemplate, GenerateStringKey, PasswordLength } = properties[
        'GenerateSecretString'
      ] as GenerateSecretString;
      const text = Array.from({ length: PasswordLength }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
      this.store.secrets[name] ??= JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: text });
    }
    writeFileSync(this.file, JSON.stringify(this.store), { mode: 0o600 });
  }

  /** The text of the secret with this ARN. @throws ServiceError */
  secret(arn: unknown): string {
    const found = this.store.secrets[String(arn).split(':').at(-1)!];
    if (!found) throw new ServiceError('ResourceNotFoundException', 'There is no such secret.');
    return found;
  }

  private key(id: unknown): Store['keys'][string] {
    const found = Object.values(this.store.keys).find((key) => key.id === String(id).split('/').at(-1));
    if (!found) throw new ServiceError('NotFoundException', 'There is no such key.');
    return found;
  }

  private encrypt(id: unknown, plaintext: Buffer, context: unknown): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', bytes(this.key(id).symmetric), nonce).setAAD(associated(context));
    return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64');
  }

  private decrypt(id: unknown, blob: Buffer, context: unknown): Buffer {
    const { pem, symmetric } = this.key(id);
    try {
      if (pem) return privateDecrypt({ key: pem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, blob);
      const decipher = createDecipheriv('aes-256-gcm', bytes(symmetric), blob.subarray(0, 12)).setAAD(
        associated(context),
      );
      decipher.setAuthTag(blob.subarray(-16));
      return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
    } catch {
      throw new ServiceError('InvalidCiphertextException', 'The ciphertext does not open with this key and context.');
    }
  }

  /** The actions of both services; their names don't collide. */
  readonly actions: Actions = {
    GetPublicKey: ({ KeyId }) => ({
      KeyId,
      PublicKey: createPublicKey(this.key(KeyId).pem!).export({ type: 'spki', format: 'der' }).toString('base64'),
    }),
    Encrypt: ({ KeyId, Plaintext, EncryptionContext }) => ({
      KeyId,
      CiphertextBlob: this.encrypt(KeyId, bytes(Plaintext), EncryptionContext),
    }),
    Decrypt: ({ KeyId, CiphertextBlob, EncryptionContext }) => {
      return { KeyId, Plaintext: this.decrypt(KeyId, bytes(CiphertextBlob), EncryptionContext).toString('base64') };
    },
    GenerateDataKey: ({ KeyId, EncryptionContext }) => {
      const plaintext = randomBytes(32);
      return {
        KeyId,
        Plaintext: plaintext.toString('base64'),
        CiphertextBlob: this.encrypt(KeyId, plaintext, EncryptionContext),
      };
    },
    GetSecretValue: ({ SecretId }) => ({ ARN: SecretId, SecretString: this.secret(SecretId) }),
  };
}
