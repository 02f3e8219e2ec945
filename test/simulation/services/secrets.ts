/**
 * AWS Secrets Manager: versions under AWSCURRENT and AWSPREVIOUS. A new version is seen everywhere only some seconds after it was put (API
 * reference, "AWS Secrets Manager … eventual consistency"): until then a read may give the one before.
 */
import * as z from 'zod';
import { type Action, action, type JsonService, jsonService, Refusal } from './json.ts';
import { type Rarely, sometimes } from './rarely.ts';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from './service.ts';

type Version = { readonly id: string; readonly text: string; readonly putAt: number };

const MAX_BYTES = 65_536;
/** How long a version before may be read after a new one was put. */
const SPREADS_MS = 3_000;

const FAULTS: JsonService['refused'] = {
  throttled: { name: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  internal: { name: 'InternalServiceError', status: 500 },
  unavailable: { name: 'ServiceUnavailable', status: 503 },
};
const SecretId = z.string().min(1).max(2048);
const invalid = (issue: z.core.$ZodIssue) =>
  new Refusal('ValidationException', `1 validation error detected: ${issue.path.join('.')}: ${issue.message}`);

export class Secrets implements Service {
  /** By name; the newest version last. */
  readonly #versions = new Map<string, Version[]>();
  readonly #arns = new Map<string, string>();
  readonly #world: Surroundings;
  readonly #rarely: Rarely;
  readonly #service: Service;

  /** @param secrets text by ARN or by what stands for it; a secret is found by its whole ARN or its last part */
  constructor(world: Surroundings, secrets: Readonly<Record<string, string>>, rarely: Rarely = sometimes(world)) {
    this.#world = world;
    this.#rarely = rarely;
    for (const [arn, text] of Object.entries(secrets)) {
      const name = arn.split(':').at(-1)!;
      this.#arns.set(name, arn);
      this.#versions.set(name, [{ id: this.#newId(), text, putAt: Number.NEGATIVE_INFINITY }]);
    }
    const actions = this.#actions();
    this.#service = jsonService({ target: 'secretsmanager', version: '1.1', actions, refused: FAULTS }, world);
  }

  handle = (request: WireRequest): WireAnswer => this.#service.handle(request);
  faults = (request: WireRequest): readonly Fault[] => this.#service.faults(request);
  refuse = (request: WireRequest, fault: Fault): WireAnswer => this.#service.refuse(request, fault);

  #newId(): string {
    const hex = Array.from({ length: 32 }, () => this.#world.random(16).toString(16)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
  }

  #of(id: string): { arn: string; name: string; versions: Version[] } {
    const name = id.split(':').at(-1)!;
    const versions = this.#versions.get(name);
    if (!versions) throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return { arn: this.#arns.get(name)!, name, versions };
  }

  /** The newest text: what was put last, seen everywhere or not. @throws Refusal */
  current = (id: string): string => this.#of(id).versions.at(-1)!.text;

  /** Puts a new version, as an operator who rotates does. @throws Refusal */
  put(id: string, text: string, token = this.#newId()): string {
    const { versions } = this.#of(id);
    const bytes = Buffer.byteLength(text);
    if (bytes === 0 || bytes > MAX_BYTES)
      throw new Refusal('InvalidParameterException', 'You must provide either SecretString or SecretBinary.');
    const before = versions.find((version) => version.id === token);
    if (before && before.text !== text)
      throw new Refusal('ResourceExistsException', "You can't use ClientRequestToken again with another text.");
    if (!before) versions.push({ id: token, text, putAt: this.#world.now() });
    return token;
  }

  #actions(): Readonly<Record<string, Action>> {
    return {
      GetSecretValue: action(
        'GetSecretValue',
        {
          input: z.strictObject({
            SecretId,
            VersionId: z.string().optional(),
            VersionStage: z.enum(['AWSCURRENT', 'AWSPREVIOUS']).default('AWSCURRENT'),
          }),
          run: ({ SecretId: id, VersionId, VersionStage }) => {
            const { arn, name, versions } = this.#of(id);
            const newest = versions.length - 1;
            const spreading = newest > 0 && this.#world.now() - versions[newest]!.putAt < SPREADS_MS;
            const seen = newest - (spreading && this.#rarely() ? 1 : 0);
            const at = VersionStage === 'AWSCURRENT' ? seen : seen - 1;
            const found = VersionId === undefined ? versions[at] : versions.find((one) => one.id === VersionId);
            if (!found) throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find that version.");
            return {
              ARN: arn,
              Name: name,
              VersionId: found.id,
              SecretString: found.text,
              VersionStages: [VersionStage],
            };
          },
        },
        invalid,
      ),
      PutSecretValue: action(
        'PutSecretValue',
        {
          input: z.strictObject({
            SecretId,
            SecretString: z.string(),
            ClientRequestToken: z.string().min(32).max(64).optional(),
          }),
          run: ({ SecretId: id, SecretString, ClientRequestToken }) => {
            const { arn, name } = this.#of(id);
            const version = this.put(id, SecretString, ClientRequestToken);
            return { ARN: arn, Name: name, VersionId: version, VersionStages: ['AWSCURRENT'] };
          },
        },
        invalid,
      ),
      ListSecrets: action(
        'ListSecrets',
        {
          input: z.strictObject({ MaxResults: z.int().min(1).max(100).optional(), NextToken: z.string().optional() }),
          run: () => ({ SecretList: [...this.#arns].map(([Name, ARN]) => ({ ARN, Name })) }),
        },
        invalid,
      ),
    };
  }
}
