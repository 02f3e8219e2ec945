/** The signatures (Signature Version 4) that API Gateway verifies where AWS_IAM guards a route. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { FastifyRequest } from 'fastify';
import { REGION } from './aws/names.ts';

export type Operator = { readonly accessKeyId: string; readonly secretAccessKey: string };

const MAX_SKEW_MS = 300_000;

/** The access key that a signature names; empty where there is none. */
export const accessKeyOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string =>
  /Credential=([^/,\s]+)/u.exec(headers.authorization ?? '')?.[1] ?? '';

/** True where the request is signed by the operator's key for this service, within five minutes, over the body that came. */
export async function signedByOperator(request: FastifyRequest, body: Buffer, credentials: Operator): Promise<boolean> {
  const given = request.headers.authorization ?? '';
  const names = /SignedHeaders=([^,\s]+)/u.exec(given)?.[1]?.split(';') ?? [];
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name] ?? '')]));
  const date = headers['x-amz-date']?.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/u, '$1-$2-$3:$4:$5');
  const signingDate = new Date(date ?? Number.NaN);
  // A date that can't be read compares as false.
  if (!names.includes('host') || !(Math.abs(Date.now() - signingDate.getTime()) <= MAX_SKEW_MS)) return false;
  // A hash that the caller states must be that of the body.
  const hash = createHash('sha256').update(body).digest('hex');
  if ((headers['x-amz-content-sha256'] ?? hash) !== hash) return false;
  const { hostname, pathname: path, searchParams } = new URL(request.originalUrl, `http://${request.headers.host}`);
  const query = Object.fromEntries(searchParams.entries());
  const message = { method: request.method, protocol: 'http:', hostname, path, query, headers, body };
  const applyChecksum = 'x-amz-content-sha256' in headers;
  const service = { service: 'execute-api', region: REGION, sha256: Sha256 };
  const signed = await new SignatureV4({ ...service, credentials, applyChecksum }).sign(message, { signingDate });
  const digest = (text = '') => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(signed.headers['authorization']), digest(given));
}
