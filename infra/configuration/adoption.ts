/**
 * What a deployment adopts instead of making it (context landfall:adopt): tables, buckets, keys and secrets that an earlier deployment left, or
 * tables restored to a point in time. Names are those of StatefulResources; values are ARNs.
 */
import * as z from 'zod';
import { specOf, TABLE_NAMES, type TableName } from '../tables.ts';
import { ConfigurationError } from './error.ts';

const ARN = 'arn:aws(?:-[a-z]+)*';
const PLACE = String.raw`[a-z0-9-]+:\d{12}`;
const arn = (form: string, example: string) =>
  z.string().regex(new RegExp(`^${ARN}:${form}$`, 'u'), { message: `must be an ARN such as ${example}` });

const table = arn(`dynamodb:${PLACE}:table/[\\w.-]{3,255}`, 'arn:aws:dynamodb:eu-central-1:123456789012:table/NAME');
const stream = arn(
  `dynamodb:${PLACE}:table/[\\w.-]{3,255}/stream/[\\w:.-]+`,
  'arn:aws:dynamodb:eu-central-1:123456789012:table/NAME/stream/2026-01-01T00:00:00.000 (LatestStreamArn of describe-table)',
);
const key = arn(`kms:${PLACE}:key/[\\w-]+`, 'arn:aws:kms:eu-central-1:123456789012:key/ID (no alias)');
const secret = arn(
  `secretsmanager:${PLACE}:secret:[\\w/+=.@-]+-[A-Za-z0-9]{6}`,
  'arn:aws:secretsmanager:eu-central-1:123456789012:secret:NAME-AbCdEf (with the six characters at its end)',
);
const bucket = arn('s3:::[a-z0-9.-]{3,63}', 'arn:aws:s3:::NAME');

const shape = {
  directory: table,
  directoryStream: stream,
  search: table,
  journeys: table,
  operations: table,
  auditOutbox: table,
  auditOutboxStream: stream,
  audit: table,
  exportBucket: bucket,
  reportBucket: bucket,
  dataKey: key,
  seedKey: key,
  exportKey: key,
  pepperKey: key,
  auditKey: key,
  peppers: secret,
  sessionKeys: secret,
  originSecret: secret,
};
export type AdoptedName = keyof typeof shape;
export type Adoption = { readonly [Name in AdoptedName]?: string | undefined };
export const ADOPTED_NAMES = Object.keys(shape) as readonly AdoptedName[];

/** What an adopted resource can't be used without, and why. */
const NEEDS: Partial<Record<AdoptedName, readonly [needs: readonly AdoptedName[], why: string]>> = {
  directory: [
    ['directoryStream', 'search', 'operations', 'dataKey', 'seedKey', 'peppers', 'pepperKey'],
    'its seeds, passwords, answers and PINs can be verified with these keys alone, and runs and notices belong to its people',
  ],
  directoryStream: [['directory'], 'it is the stream of that table'],
  search: [['directory', 'dataKey'], 'it finds the people of that directory'],
  journeys: [['directory', 'dataKey'], 'it lists the people of that directory'],
  operations: [['directory', 'dataKey'], 'its sessions, runs and notices are about that directory'],
  auditOutbox: [['auditOutboxStream', 'audit', 'dataKey'], 'its entries go into that audit'],
  auditOutboxStream: [['auditOutbox'], 'it is the stream of that table'],
  audit: [['auditOutbox', 'auditKey', 'dataKey'], 'its heads are signed with that key'],
  exportBucket: [['dataKey'], 'its objects are encrypted with that key'],
  reportBucket: [['dataKey'], 'its objects are encrypted with that key'],
  peppers: [['pepperKey'], 'the secret is encrypted with that key'],
  sessionKeys: [['dataKey'], 'the secret is encrypted with that key'],
  originSecret: [['dataKey'], 'the secret is encrypted with that key'],
};

const nameOf = (one: string): string => one.split(':').at(-1)!;
/** "eu-central-1:123456789012", or nothing for a bucket. */
const placeOf = (one: string): string => one.split(':').slice(3, 5).join(':').replace(/^:$/u, '');

type Problem = { readonly path: string; readonly message: string };

function problemsOf(adopted: Adoption): Problem[] {
  const given = ADOPTED_NAMES.flatMap((name) => (adopted[name] === undefined ? [] : [[name, adopted[name]] as const]));
  const missing = given.flatMap(([name]) => {
    const [needs, why] = NEEDS[name] ?? [[], ''];
    const absent = needs.filter((other) => adopted[other] === undefined);
    return absent.length === 0 ? [] : [{ path: name, message: `needs ${absent.join(', ')} too: ${why}.` }];
  });
  const streams = TABLE_NAMES.flatMap((name) => {
    const [from, of] = [adopted[streamOf(name) ?? name], adopted[name]];
    if (specOf(name).stream === undefined || !from || !of || from.startsWith(`${of}/stream/`)) return [];
    return [{ path: streamOf(name)!, message: `is not a stream of ${nameOf(of)}.` }];
  });
  const twice = given.flatMap(([name, value], index) => {
    const first = given.findIndex(([, other]) => other === value);
    return first === index ? [] : [{ path: name, message: `is the same as ${given[first]![0]}.` }];
  });
  const placed = given.flatMap(([name, value]) => (placeOf(value) === '' ? [] : [[name, placeOf(value)] as const]));
  const elsewhere = placed
    .filter(([, place]) => place !== placed[0]![1])
    .map(([path, place]) => ({ path, message: `is in ${place}, and ${placed[0]![0]} in ${placed[0]![1]}.` }));
  return [...missing, ...streams, ...twice, ...elsewhere];
}

/** The name of the stream that goes with a table, where a function reads one. */
export function streamOf(name: TableName): 'directoryStream' | 'auditOutboxStream' | undefined {
  return name === 'directory' ? 'directoryStream' : name === 'auditOutbox' ? 'auditOutboxStream' : undefined;
}

/** As the context gives it: an object in cdk.json, or its JSON text on the command line. */
export const adoptionSchema = z.preprocess(
  (given, context) => {
    if (typeof given !== 'string') return given;
    try {
      return JSON.parse(given) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON: an object of names and ARNs is asked for.' });
      return z.NEVER;
    }
  },
  z
    .strictObject(shape)
    .partial()
    .superRefine((adopted: Adoption, context) => {
      for (const { path, message } of problemsOf(adopted)) context.addIssue({ code: 'custom', path: [path], message });
    }),
);

/**
 * Where the stacks are deployed, a key or a secret can't be used from elsewhere. @param env what is known of it at synth
 * @throws ConfigurationError that names everything that is elsewhere
 */
export function checkPlace(adopted: Adoption, env: { readonly account?: string; readonly region?: string }): void {
  const faults = ADOPTED_NAMES.flatMap((name) => {
    const [region = '', account = ''] = placeOf(adopted[name] ?? '').split(':');
    const other = (known: string | undefined, is: string) => known !== undefined && is !== '' && known !== is;
    if (!other(env.region, region) && !other(env.account, account)) return [];
    const there = `${env.account ?? account}, ${env.region ?? region}`;
    return [`adopt.${name}: is in ${account}, ${region}, and the stacks are deployed to ${there}.`];
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
}
