/**
 * S4: an answer of the API may not be stored, framed or taken for another type, and loads nothing.
 * @middy/http-security-headers is not used: it knows no cache-control, its policies are those of a page, and of the twenty
 * headers that it sets by itself seventeen would have to be switched off, one by one, at each new version.
 */
import type { Guard } from './guard.ts';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** On every answer, refusals among them: used before the guards that refuse. */
export function securityHeaders(): Guard {
  const add: Guard['after'] = ({ response }) => {
    if (response) response.headers = { ...HEADERS, ...response.headers };
  };
  return { after: add, onError: add };
}
