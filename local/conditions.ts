/** Writes under a condition (S3: If-Match, If-None-Match), which fauxqs lacks: looked up in the files in which it keeps the objects. */
import type { FastifyInstance } from 'fastify';
import { etagOf } from './objects.ts';

const error = (code: string, message: string) => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const bare = (etag: string) => etag.replaceAll('"', '');

/** S3's error code, message and status; undefined where the write may go on. @param found the ETag of the object that is there */
function refusedWrite(match: string | undefined, noneMatch: string | undefined, found: string | undefined) {
  if (match !== undefined && found === undefined)
    return ['NoSuchKey', 'The specified key does not exist.', 404] as const;
  const failed = match === undefined ? noneMatch !== undefined && found !== undefined : bare(match) !== bare(found!);
  return failed ? (['PreconditionFailed', 'A pre-condition did not hold.', 412] as const) : undefined;
}

/** Between this look and the write nothing comes: neither waits for anything, and the body is here. @param folder of the engine's files */
export function writeUnderCondition(http: FastifyInstance, folder: string): void {
  http.addHook('preHandler', ({ method, url, query, headers }, reply, done) => {
    const { 'if-match': match, 'if-none-match': noneMatch } = headers;
    const demanded = match !== undefined || noneMatch !== undefined;
    if (method !== 'PUT' || !demanded || 'uploadId' in (query as object)) return done();
    const [, bucket = '', key = ''] = /^\/([^/?]*)\/?([^?]*)/u.exec(url) ?? [];
    const found = etagOf(folder, bucket, decodeURIComponent(key));
    const [code, message, status] = refusedWrite(match, noneMatch, found) ?? [];
    if (!code) return done();
    void reply.code(status!).type('application/xml').send(error(code, message!));
  });
}
