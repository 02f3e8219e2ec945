/** IAM in front of S3 and SQS, whose engine is a server in this process: a hook before each request of a function, and one behind. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Authority, isRefusal, type Refusal } from './authority.ts';
import type { Caller } from './judge.ts';
import { listNeed, objectIn, s3Needs } from './s3-needs.ts';
import { sqsNeeds } from './service-needs.ts';
import { sha256 } from './signatures.ts';

const EMPTY = sha256('');
const isJson = ({ headers }: FastifyRequest) => (headers['content-type'] ?? '').includes('x-amz-json');
const splitUrl = (url: string) => {
  const [path = '', query = ''] = url.split(/\?(.*)/su);
  return { path, query: new URLSearchParams(query) };
};

function needsOf(request: FastifyRequest, { account }: Authority) {
  const { method, url, headers, body } = request;
  if (isJson(request)) return sqsNeeds(String(headers['x-amz-target']).split('.').at(-1)!, body, account);
  const text = method === 'POST' && Buffer.isBuffer(body) ? body.toString('utf8') : '';
  return s3Needs({ method, ...splitUrl(url), headers, body: text }, account);
}

/** S3's own codes where they differ. */
const S3_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  UnrecognizedClientException: 'InvalidAccessKeyId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
};
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const xml = ({ name, message }: Refusal): string =>
  `<Error><Code>${S3_CODES[name] ?? name}</Code><Message>${escaped(message)}</Message></Error>`;

function refuse(request: FastifyRequest, reply: FastifyReply, refused: Refusal): FastifyReply {
  if (!isJson(request)) return reply.code(403).type('application/xml').send(xml(refused));
  const answer = { __type: `com.amazon.coral.service#${refused.name}`, message: refused.message };
  return reply.code(400).type('application/x-amz-json-1.0').send(JSON.stringify(answer));
}

/** Each request that a function has signed, in its header or as a presigned URL, is judged by its role at this moment. */
export function judgeStorage(http: FastifyInstance, authority: Authority): void {
  const hashes = new WeakMap<FastifyRequest, string>();
  const callers = new WeakMap<FastifyRequest, Caller>();
  // The engine's parsers don't keep the bytes that were signed.
  http.addHook('preParsing', async (request, _reply, payload) => {
    const body = await buffer(payload);
    hashes.set(request, sha256(body));
    return Object.assign(Readable.from(body.length === 0 ? [] : [body]), { receivedEncodedLength: body.length });
  });
  http.addHook('preHandler', async (request, reply) => {
    const { method, originalUrl, headers } = request;
    const signed = { method, url: originalUrl, headers, bodyHash: hashes.get(request) ?? EMPTY };
    const caller = authority.callerOf(signed, isJson(request) ? 'sqs' : 's3');
    if (caller === undefined) return;
    if (isRefusal(caller)) return refuse(request, reply, caller);
    callers.set(request, caller);
    try {
      const refused = authority.demand(caller, needsOf(request, authority));
      if (refused) return refuse(request, reply, refused);
    } catch (error) {
      const need = { action: isJson(request) ? 'sqs:?' : 's3:?', resource: '*', context: {} };
      const message = authority.refuse(caller, need, (error as Error).message);
      return refuse(request, reply, { name: 'AccessDeniedException', message });
    }
  });
  // Who may not list a bucket is not told that it has no such object (AWS: GetObject, "If you don't have the s3:ListBucket permission").
  http.addHook('onSend', async (request, reply, payload) => {
    const caller = callers.get(request);
    const { bucket, key } = objectIn(splitUrl(request.url).path);
    if (!caller || reply.statusCode !== 404 || key === '' || !['GET', 'HEAD'].includes(request.method)) return payload;
    const refused = authority.demand(caller, [listNeed(bucket)]);
    if (!refused) return payload;
    void reply.code(403).type('application/xml').removeHeader('content-length');
    return request.method === 'HEAD' ? '' : xml(refused);
  });
}
