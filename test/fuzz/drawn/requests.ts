/** Requests of the API: a route's own example, or something else in each of its places. */

import * as z from 'zod';
import { ROLES } from '#core/directory/model.ts';
import type { Described } from '#lambdas/route/route.ts';
import { BY_KEY } from '#lambdas/routes.ts';
import { secretOf } from '../finding.ts';
import type { Random } from '../random.ts';
import type { Caller, Known } from '../world.ts';
import { oddText } from './mutate.ts';
import { mutatedJson, mutatedValue } from './values.ts';

/** Plain, so that a finding is one line of JSON. `viewer`: the address that the distribution saw. */
export type Request = {
  readonly key: string;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** In place of the caller's own. */
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

const KEYS = [...BY_KEY.keys()];
const USERS = [...ROLES, 'user', 'USER', 'stranger'] as const;
const SERIALS = ['200000000000', '200000000003', '200000000004', '999999999999'] as const;
const HEX = '0123456789abcdef0123456789abcdef';

/** Stand for what the world has: see Known. */
const RUN = '%RUN%';
const ETAG = '%ETAG%';
export const asKnown = (text: string, { run, etag }: Known): string => text.replaceAll(RUN, run).replaceAll(ETAG, etag);

type QueryParam = {
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly anyOf?: readonly QueryParam[];
};
const schemas = new Map<string, Readonly<Record<string, QueryParam>>>();

/** What a route's query takes, by JSON Schema. */
function queryOf(key: string): Readonly<Record<string, QueryParam>> {
  const known = schemas.get(key);
  if (known) return known;
  const schema = BY_KEY.get(key)!.query?.schema;
  const described = schema ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : {};
  const properties = ((described as { properties?: object }).properties ?? {}) as Readonly<Record<string, QueryParam>>;
  schemas.set(key, properties);
  return properties;
}

/** A value that a parameter of this name may have; undefined where its schema does not say. */
function fitting(described: QueryParam, random: Random): string | undefined {
  if (described.anyOf) return fitting(random.pick(described.anyOf), random);
  if (described.enum) return String(random.pick(described.enum));
  if (described.const !== undefined) return String(described.const);
  const { type, minimum = 0, maximum = 1000 } = described;
  return type === 'integer' || type === 'number'
    ? String(random.pick([minimum, maximum, random.between(0, 20)]))
    : undefined;
}

function valueFor(name: string, described: QueryParam | undefined, random: Random): string {
  if (random.once(6)) return oddText(random);
  const fits = described && fitting(described, random);
  if (fits !== undefined && !random.once(6)) return fits;
  if (/user/iu.test(name)) return random.pick(USERS);
  if (/serial/iu.test(name)) return random.pick(SERIALS);
  if (/source/iu.test(name) && !random.once(4)) return 'old';
  if (/^(?:id|run|migration)$/u.test(name) && !random.once(4)) return RUN;
  return random.pick([
    '',
    '0',
    '1',
    '-1',
    '1e9',
    'true',
    'de',
    'old',
    HEX,
    RUN,
    'a',
    '2026-12-01',
    'user',
    'desc',
    'eyJhIjoxfQ',
    '\u0000',
  ]);
}

/** Fields that may hold what no answer and no message may repeat. */
const SECRET_FIELD = /secret|password|pin$|answer|passcode|code$|seed/iu;

/** The example with the world's users in it, and secrets of our own. */
function filled(value: unknown, random: Random, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => filled(one, random, name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, filled(one, random, field)]));
  if (typeof value === 'string' && /userId|^user$/u.test(name) && random.once(2)) return random.pick(USERS);
  if (typeof value === 'string' && SECRET_FIELD.test(name) && random.once(3)) return secretOf(random.hex(7));
  if (name === 'version' && random.once(2)) return random.pick([0, 1, 2, 3]);
  if (typeof value === 'string' && /serial/iu.test(name)) return random.pick(SERIALS);
  if (typeof value === 'string' && /^(?:source|from)$/u.test(name)) return 'old';
  if (name === 'key' && random.once(2)) return 'staged/0/export.zip';
  if (name === 'etag' && random.once(2)) return ETAG;
  if (name === 'publicKey' && random.once(2)) return 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
  if (name === 'kind' && random.once(3)) return 'import';
  return value;
}

function callerFor({ caller }: Described, key: string, random: Random): Caller {
  if (random.once(12)) return random.pick([...ROLES, 'user', 'operator', 'none'] as const);
  if (key.includes('/api/operator/')) return 'operator';
  if (caller.by === 'everybody') return random.pick(['none', 'none', 'user'] as const);
  return caller.by === 'session' ? random.pick(['user', 'super-admin'] as const) : 'super-admin';
}

/** Parameters by which a route finds what it is asked for. */
const wanted = (name: string): boolean => /user|serial|source|text|id$/iu.test(name);

const COOKIE = '__Host-landfall';
const oddCookies = (random: Random): string[] =>
  random.list(random.between(1, 3), () =>
    random.pick([
      `${COOKIE}=${oddText(random)}`,
      `${COOKIE}=a.b.c`,
      '=',
      ';',
      `${COOKIE}`,
      `x=${oddText(random)}`,
      '__proto__=1',
    ]),
  );

function oddHeaders(random: Random): Record<string, string> {
  return Object.fromEntries(
    random.list(random.between(1, 3), () => [
      random.pick([
        'content-type',
        'x-landfall',
        'x-landfall-origin',
        'x-landfall-viewer',
        'user-agent',
        'accept-language',
        '__proto__',
        'x-forwarded-for',
      ]),
      random.once(2)
        ? oddText(random)
        : random.pick([
            '',
            'application/json;charset=utf-16',
            'text/plain',
            'application/jsonx',
            '::1',
            '999.1.1.1',
            '1',
            'repeated',
          ]),
    ]),
  );
}

function bodyFor(route: Described, random: Random): Pick<Request, 'body' | 'isBase64Encoded'> {
  const example = filled(route.body?.example ?? {}, random);
  switch (random.below(10)) {
    case 0:
      return { body: mutatedJson(example, random) };
    case 1:
      return {
        body: random.pick([
          '',
          'null',
          '[]',
          '0',
          '"a"',
          '{',
          '\ufeff{}',
          '{}{}',
          `{"a":"${'x'.repeat(300_000)}"}`,
          oddText(random),
        ]),
      };
    case 2:
      return {
        body: random.once(2) ? Buffer.from(JSON.stringify(example)).toString('base64') : oddText(random),
        isBase64Encoded: true,
      };
    case 3:
    case 4:
    case 5:
      return { body: JSON.stringify(mutatedValue(example, random)) };
    default:
      return { body: JSON.stringify(example) };
  }
}

export function drawnRequest(random: Random): Request {
  const key = random.pick(KEYS);
  const route = BY_KEY.get(key)!;
  const inPath = Object.keys(route.params ?? {});
  const params = Object.fromEntries(
    inPath.map((name) => [name, random.once(3) ? valueFor(name, undefined, random) : RUN]),
  );
  const described = queryOf(key);
  const value = (name: string) => valueFor(name, described[name], random);
  const known = Object.keys(described);
  const names = [
    ...known.filter((name) => !random.once(wanted(name) ? 20 : 2)),
    ...(random.once(12) ? [random.pick(['x', '__proto__', 'constructor', ''])] : []),
  ];
  // As a gateway gives them: a name that comes twice has its values with a comma between.
  const query = names.map((name) => [name, random.once(15) ? `${value(name)},${value(name)}` : value(name)]);
  return {
    key,
    caller: callerFor(route, key, random),
    params,
    ...(names.length > 0 || random.once(4) ? { query: Object.fromEntries(query) as Record<string, string> } : {}),
    headers: random.once(8) ? oddHeaders(random) : {},
    ...(random.once(15) ? { cookies: oddCookies(random) } : {}),
    ...(key.startsWith('GET ') && !random.once(10) ? {} : bodyFor(route, random)),
  };
}
