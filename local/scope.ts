/**
 * What S3 demands of a request before it looks at the object: a signature (SigV4, in a header or in the query) for S3 in this region, over the
 * host, not expired. The signature itself is not recomputed: any key of this machine will do.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { REGION } from './aws/names.ts';

const MAX_SKEW_MS = 15 * 60_000;

type Signed = { credential: string; headers: string; date: string; seconds?: number };

function signedOf(headers: IncomingHttpHeaders, query: URLSearchParams): Signed | undefined {
  const { authorization = '' } = headers;
  const field = (name: string) => new RegExp(`${name}=([^,\\s]+)`, 'u').exec(authorization)?.[1] ?? '';
  if (authorization.startsWith('AWS4-HMAC-SHA256 '))
    return {
      credential: field('Credential'),
      headers: field('SignedHeaders'),
      date: String(headers['x-amz-date'] ?? ''),
    };
  if (!query.has('X-Amz-Signature')) return undefined;
  const given = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const seconds = Number(given('Expires'));
  return { credential: given('Credential'), headers: given('SignedHeaders'), date: given('Date'), seconds };
}

/** S3's error code and message; undefined where the request may go on. */
export function scopeFault(
  headers: IncomingHttpHeaders,
  query: URLSearchParams,
  now: number,
): readonly [code: string, message: string] | undefined {
  const signed = signedOf(headers, query);
  if (!signed) return ['AccessDenied', 'Access Denied'];
  const [, , region = '', service = ''] = signed.credential.split('/');
  if (region !== REGION || service !== 's3')
    return ['AuthorizationHeaderMalformed', `The credential is for ${service} in ${region}; expecting s3 in ${REGION}`];
  if (!signed.headers.split(';').includes('host')) return ['AccessDenied', 'There were headers that were not signed'];
  const at = Date.parse(signed.date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/u, '$1-$2-$3:$4:$5'));
  if (signed.seconds !== undefined)
    return now <= at + signed.seconds * 1000 ? undefined : ['AccessDenied', 'Request has expired'];
  return Math.abs(now - at) <= MAX_SKEW_MS ? undefined : ['RequestTimeTooSkewed', 'The difference is too large.'];
}

/** Headers of a request that this deployment itself sends to its S3. */
export function ownHeaders(now: number): Record<string, string> {
  const date = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  const scope = `landfall/${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  return {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=0`,
  };
}
