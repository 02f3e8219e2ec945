/** Of any request. */
import { type Definitions, type FieldProblem, fact, known } from './definition.ts';

export const REQUEST = {
  'request.invalid': {
    status: 400,
    means: 'A field or parameter is missing, unknown or not what the schema says.',
    facts: { fields: known<readonly FieldProblem[]>('path and reason of each, never a value') },
  },
  'request.not_json': { status: 400, means: 'The body is not JSON.' },
  'request.content_type': { status: 415, means: 'The body is not sent as application/json.' },
  'request.too_large': { status: 413, means: 'The request is larger than 256 KiB.' },
  'request.header_missing': {
    status: 403,
    means: 'The header `x-landfall: 1` is missing on a request that changes something.',
  },
  'request.forbidden': { status: 403, means: 'The request did not come through the distribution, or is not signed.' },
  'request.not_found': { status: 404, means: 'There is no such route.' },
  'request.next': { status: 400, means: '`next` is not one that an answer before gave.' },
  internal: {
    status: 500,
    means: 'A fault on this side. 503: a passing one; send the same again.',
    facts: { requestId: fact<string>('to look for in the logs') },
  },
} as const satisfies Definitions;
