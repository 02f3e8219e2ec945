/**
 * Verifies Signature Version 4, in the headers or, as S3's presigned URLs have it, in the query (AWS: Create a signed AWS API request). The SDK's own
 * signer would do, at ten times the cost a request (docs/decisions/iam-judge.md); a test compares both.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export type SignedRequest = {
  readonly method: string;
  /** Path and query, encoded as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** SHA-256 of the body in hex; absent where it is not known: then the stated one counts. */
  readonly bodyHash?: string;
};
/** What a request says of its signature. */
export type Claimed = {
  readonly accessKeyId: string;
  /** yyyymmdd/region/service/aws4_request */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  /** Of a presigned URL. */
  readonly seconds?: number;
};

const MAX_SKEW_MS = 15 * 60_000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/gu, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

function split(url: string): { path: string; query: [name: string, value: string][] } {
  const at = url.indexOf('?');
  if (at === -1) return { path: url, query: [] };
  const pairs = url
    .slice(at + 1)
    .split('&')
    .filter(Boolean);
  const query = pairs.map((pair): [string, string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/su, 2);
    return [decodeURIComponent(name), decodeURIComponent(value)];
  });
  return { path: url.slice(0, at), query };
}

/** undefined where the request is not signed in this way. */
export function claimOf({ url, headers }: Pick<SignedRequest, 'url' | 'headers'>): Claimed | undefined {
  const { authorization = '' } = headers;
  const given = authorization.startsWith('AWS4-HMAC-SHA256 ')
    ? {
        field: (name: string) => new RegExp(`${name}=([^,\\s]+)`, 'u').exec(authorization)?.[1],
        date: headers['x-amz-date'],
      }
    : undefined;
  const query = given ? undefined : new Map(split(url).query);
  if (!given && !query!.has('X-Amz-Signature')) return undefined;
  const field = given?.field ?? ((name: string) => query!.get(`X-Amz-${name}`));
  const [accessKeyId = '', ...scope] = (field('Credential') ?? '').split('/');
  return {
    accessKeyId,
    scope: scope.join('/'),
    signedHeaders: (field('SignedHeaders') ?? '').split(';'),
    signature: field('Signature') ?? '',
    date: String((given ? given.date : query!.get('X-Amz-Date')) ?? ''),
    ...(given ? {} : { seconds: Number(query!.get('X-Amz-Expires')) }),
  };
}

const derived = new Map<string, Buffer>();
/** The key of a day, region and service; made once. */
function signingKey(secret: string, scope: string): Buffer {
  const id = `${secret}/${scope}`;
  const known = derived.get(id);
  if (known) return known;
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer;
  // A new day has new ones.
  if (derived.size > 1_000) derived.clear();
  derived.set(id, key);
  return key;
}

function canonical({ method, url, headers, bodyHash }: SignedRequest, claim: Claimed): string {
  const { path, query } = split(url);
  // By name, then by value, as they are encoded.
  const pairs = query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map((pair) => pair.map(encoded))
    .toSorted(([a = '', x = ''], [b = '', y = '']) => (a === b ? Number(x > y) - Number(x < y) : a < b ? -1 : 1))
    .map((pair) => pair.join('='));
  const values = claim.signedHeaders.map((name) => {
    const value = [headers[name] ?? ''].flat().join(',');
    return `${name}:${value.trim().replaceAll(/ +/gu, ' ')}\n`;
  });
  const stated = headers['x-amz-content-sha256'] as string | undefined;
  const hash = stated ?? (claim.seconds === undefined ? (bodyHash ?? '') : UNSIGNED);
  return [method, path, pairs.join('&'), values.join(''), claim.signedHeaders.join(';'), hash].join('\n');
}

/** "20261201T070000Z" -> Unix ms; NaN where it is no such time. */
const timeOf = (date: string): number =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/u, '$1-$2-$3:$4:$5'));

/** Whether the request was signed with this secret, for this region and service, not too long ago. @param now Unix ms */
export function isSigned(
  request: SignedRequest,
  claim: Claimed,
  expected: { readonly secret: string; readonly region: string; readonly service: string },
  now: number,
): boolean {
  const { scope, date, seconds, signedHeaders } = claim;
  const { secret, region, service } = expected;
  if (scope !== `${date.slice(0, 8)}/${region}/${service}/aws4_request` || !signedHeaders.includes('host'))
    return false;
  const at = timeOf(date);
  const inTime =
    seconds === undefined ? Math.abs(now - at) <= MAX_SKEW_MS : now >= at - MAX_SKEW_MS && now <= at + seconds * 1000;
  if (!inTime) return false;
  const stated = request.headers['x-amz-content-sha256'];
  const isHash = typeof stated === 'string' && /^[0-9a-f]{64}$/u.test(stated);
  if (isHash && request.bodyHash !== undefined && stated !== request.bodyHash) return false;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical(request, claim))].join('\n');
  const right = hmac(signingKey(secret, scope), text);
  const given = Buffer.from(claim.signature, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}
