/**
 * AWS KMS: symmetric keys with encryption contexts, an RSA key that unwraps, an EC key that signs. Source: AWS KMS API reference. A ciphertext
 * names its key, as KMS's do.
 */
import * as crypto from 'node:crypto';
import * as z from 'zod';
import { type Action, action, type JsonService, jsonService, Refusal } from '../json.ts';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from '../service.ts';
import { ecKey, ecSign, rsaKey } from './pairs.ts';

export type KeySpec = 'SYMMETRIC_DEFAULT' | 'RSA_4096' | 'ECC_NIST_P256';
type State = 'Enabled' | 'Disabled' | 'PendingDeletion';
type Key = { readonly id: string; readonly arn: string; readonly spec: KeySpec; state: State };

const USAGES: Readonly<Record<KeySpec, string>> = {
  SYMMETRIC_DEFAULT: 'ENCRYPT_DECRYPT',
  RSA_4096: 'ENCRYPT_DECRYPT',
  ECC_NIST_P256: 'SIGN_VERIFY',
};
const OAEP = { padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
const NONCE = 12;
const TAG = 16;
const MAX_BYTES = 4096;

const FAULTS: JsonService['refused'] = {
  throttled: {
    name: 'ThrottlingException',
    status: 400,
    message: 'You have exceeded the rate at which you may call KMS.',
  },
  internal: { name: 'KMSInternalException', status: 500 },
  'dependency-timeout': { name: 'DependencyTimeoutException', status: 503 },
  unavailable: { name: 'KeyUnavailableException', status: 500 },
};

/** Pairs cost much to make, and are the same in every world. */
const pairs = new Map<string, crypto.KeyObject>();
function pairOf({ id, spec }: Key): crypto.KeyObject {
  const known = pairs.get(id) ?? (spec === 'RSA_4096' ? rsaKey(id) : ecKey(id));
  pairs.set(id, known);
  return known;
}
const symmetric = ({ id }: Key): Buffer => crypto.createHash('sha256').update(`symmetric ${id}`).digest();

/** The same for the pairs of a context in any order. */
const associated = (context: Readonly<Record<string, string>> = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

const base64 = (min: number, max: number) =>
  z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine(({ length }) => length >= min && length <= max, 'length');
const KeyId = z.string().min(1).max(2048);
const EncryptionContext = z.record(z.string(), z.string()).optional();
const EncryptionAlgorithm = z.enum(['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_256']).default('SYMMETRIC_DEFAULT');
const invalid = (issue: z.core.$ZodIssue) =>
  new Refusal('ValidationException', `1 validation error detected: ${issue.path.join('.')}: ${issue.message}`);
const invalidCiphertext = () => new Refusal('InvalidCiphertextException', '');

export class Kms implements Service {
  readonly #keys: ReadonlyMap<string, Key>;
  readonly #world: Surroundings;
  readonly #service: Service;

  /** @param keys spec by ARN, or by what stands for an ARN; a key is found by its whole ARN or its last part */
  constructor(world: Surroundings, keys: Readonly<Record<string, KeySpec>>) {
    this.#world = world;
    const made = Object.entries(keys).map(([arn, spec]): Key => {
      return { id: arn.split('/').at(-1)!, arn, spec, state: 'Enabled' };
    });
    this.#keys = new Map(made.map((key) => [key.id, key]));
    const actions = this.#actions();
    this.#service = jsonService({ target: 'TrentService', version: '1.1', actions, refused: FAULTS }, world);
  }

  handle = (request: WireRequest): WireAnswer => this.#service.handle(request);
  faults = (request: WireRequest): readonly Fault[] => this.#service.faults(request);
  refuse = (request: WireRequest, fault: Fault): WireAnswer => this.#service.refuse(request, fault);

  /** Disables a key, plans its deletion, or enables it again. */
  setState(id: string, state: State): void {
    this.#key(id, undefined).state = state;
  }

  /** The public half, DER SubjectPublicKeyInfo: what packages are made with. */
  publicKey = (id: string): Buffer =>
    crypto.createPublicKey(pairOf(this.#key(id, undefined))).export({ type: 'spki', format: 'der' });

  /** @param usage undefined: of any, in any state. @throws Refusal */
  #key(id: string, usage: string | undefined): Key {
    const found = this.#keys.get(id.split('/').at(-1)!);
    if (!found) throw new Refusal('NotFoundException', `Key '${id}' does not exist`);
    if (usage === undefined) return found;
    if (found.state === 'Disabled') throw new Refusal('DisabledException', `${found.arn} is disabled.`);
    if (found.state !== 'Enabled') throw new Refusal('KMSInvalidStateException', `${found.arn} is pending deletion.`);
    if (USAGES[found.spec] !== usage)
      throw new Refusal('InvalidKeyUsageException', `${found.arn} key usage is ${USAGES[found.spec]}.`);
    return found;
  }

  #drawn = (length: number): Buffer => Buffer.from(Array.from({ length }, () => this.#world.random(256)));

  /** The key's id, a nonce, the ciphertext and its tag. @throws Refusal */
  #encrypt(id: string, plaintext: Buffer, context: Readonly<Record<string, string>> | undefined) {
    const key = this.#key(id, 'ENCRYPT_DECRYPT');
    // What is asked for as SYMMETRIC_DEFAULT; nothing here encrypts with the RSA key's public half.
    if (key.spec !== 'SYMMETRIC_DEFAULT')
      throw new Refusal('InvalidKeyUsageException', 'The algorithm does not fit the key.');
    const nonce = this.#drawn(NONCE);
    const cipher = crypto.createCipheriv('aes-256-gcm', symmetric(key), nonce).setAAD(associated(context));
    const name = Buffer.from(key.id);
    const box = [
      Buffer.from([name.length]),
      name,
      nonce,
      cipher.update(plaintext),
      cipher.final(),
      cipher.getAuthTag(),
    ];
    return { KeyId: key.arn, CiphertextBlob: Buffer.concat(box).toString('base64') };
  }

  #open(box: Buffer, context: Readonly<Record<string, string>> | undefined, named: string | undefined) {
    const end = 1 + (box[0] ?? 0);
    const inBox = this.#keys.get(box.subarray(1, end).toString('utf8'));
    if (!inBox || box.length < end + NONCE + TAG) throw invalidCiphertext();
    const key = this.#key(inBox.id, 'ENCRYPT_DECRYPT');
    if (named !== undefined && this.#key(named, 'ENCRYPT_DECRYPT') !== key)
      throw new Refusal(
        'IncorrectKeyException',
        'The key ID in the request does not identify a CMK that can perform this operation.',
      );
    const decipher = crypto.createDecipheriv('aes-256-gcm', symmetric(key), box.subarray(end, end + NONCE));
    decipher.setAAD(associated(context)).setAuthTag(box.subarray(-TAG));
    try {
      const plaintext = Buffer.concat([decipher.update(box.subarray(end + NONCE, -TAG)), decipher.final()]);
      return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    } catch {
      throw invalidCiphertext();
    }
  }

  /** @throws Refusal */
  #unwrap(box: Buffer, named: string | undefined) {
    if (named === undefined) throw new Refusal('ValidationException', 'KeyId is required with an asymmetric key.');
    const key = this.#key(named, 'ENCRYPT_DECRYPT');
    if (key.spec !== 'RSA_4096') throw new Refusal('InvalidKeyUsageException', 'The algorithm does not fit the key.');
    try {
      const plaintext = crypto.privateDecrypt({ key: pairOf(key), ...OAEP }, box);
      return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    } catch {
      throw invalidCiphertext();
    }
  }

  #actions(): Readonly<Record<string, Action>> {
    return {
      Encrypt: action(
        'Encrypt',
        {
          input: z.strictObject({ KeyId, Plaintext: base64(1, MAX_BYTES), EncryptionContext }),
          run: (input) => ({
            ...this.#encrypt(input.KeyId, input.Plaintext, input.EncryptionContext),
            EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          }),
        },
        invalid,
      ),
      Decrypt: action(
        'Decrypt',
        {
          input: z.strictObject({
            KeyId: KeyId.optional(),
            CiphertextBlob: base64(1, 6144),
            EncryptionContext,
            EncryptionAlgorithm,
          }),
          run: (input) => {
            if (input.EncryptionAlgorithm === 'SYMMETRIC_DEFAULT')
              return this.#open(input.CiphertextBlob, input.EncryptionContext, input.KeyId);
            if (input.EncryptionContext)
              throw new Refusal('ValidationException', 'An asymmetric key takes no encryption context.');
            return this.#unwrap(input.CiphertextBlob, input.KeyId);
          },
        },
        invalid,
      ),
      GenerateDataKey: action(
        'GenerateDataKey',
        {
          input: z.strictObject({ KeyId, KeySpec: z.literal('AES_256'), EncryptionContext }),
          run: (input) => {
            const plaintext = this.#drawn(32);
            const boxed = this.#encrypt(input.KeyId, plaintext, input.EncryptionContext);
            return { ...boxed, Plaintext: plaintext.toString('base64') };
          },
        },
        invalid,
      ),
      Sign: action(
        'Sign',
        {
          input: z.strictObject({
            KeyId,
            Message: base64(1, MAX_BYTES),
            MessageType: z.literal('RAW').default('RAW'),
            SigningAlgorithm: z.literal('ECDSA_SHA_256'),
          }),
          run: (input) => {
            const key = this.#key(input.KeyId, 'SIGN_VERIFY');
            const signature = ecSign(pairOf(key), input.Message);
            return {
              KeyId: key.arn,
              Signature: signature.toString('base64'),
              SigningAlgorithm: input.SigningAlgorithm,
            };
          },
        },
        invalid,
      ),
      GetPublicKey: action(
        'GetPublicKey',
        {
          input: z.strictObject({ KeyId }),
          run: (input) => {
            const key = this.#key(input.KeyId, undefined);
            if (key.state !== 'Enabled') this.#key(input.KeyId, USAGES[key.spec]);
            if (key.spec === 'SYMMETRIC_DEFAULT')
              throw new Refusal('UnsupportedOperationException', 'A symmetric key has no public half.');
            const about = { KeyId: key.arn, KeySpec: key.spec, KeyUsage: USAGES[key.spec] };
            return { ...about, PublicKey: this.publicKey(key.id).toString('base64') };
          },
        },
        invalid,
      ),
    };
  }
}
