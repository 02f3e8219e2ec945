/**
 * The request's body as JSON of at most 256 KiB. @middy/http-json-body-parser is not used: it refuses a request without a
 * body, takes media types that the document does not name (application/…+json), answers 422, and hands the body on in its
 * error, where a log could find a password.
 */
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { HttpEvent } from '../route/http.ts';
import { foundIn, type Guard } from './guard.ts';

const MAX_BODY_BYTES = 256 * 1024;

function parseBody(event: HttpEvent): unknown {
  if (!event.body) return undefined;
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES)
    throw invalid('request.too_large', 'The request is larger than 256 KiB.');
  if (!/^application\/json\b/iu.test(event.headers?.['content-type'] ?? ''))
    throw invalid('request.content_type', 'Send the request body as application/json.');
  try {
    return parseJson(text);
  } catch {
    throw invalid('request.not_json', 'The request body is not valid JSON.');
  }
}

/** @throws LandfallError request.too_large (413), request.content_type (415), request.not_json (400) */
export const jsonBody = (): Guard => ({
  before: ({ event, context }) => {
    foundIn(context).body = parseBody(event);
  },
});
