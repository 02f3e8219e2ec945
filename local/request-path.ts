/** The path of a request, as CloudFront and API Gateway read it: each decodes on its own, before it looks for a route. */

/** Path and query as they came, also of the absolute form `GET http://host/path` (RFC 9112, 3.2.2). The query has its `?`. */
export function targetOf(url = '/'): { readonly path: string; readonly query: string } {
  const origin = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/iu, '');
  const cut = origin.indexOf('?');
  const path = cut < 0 ? origin : origin.slice(0, cut);
  return { path: path || '/', query: cut < 0 ? '' : origin.slice(cut) };
}

/**
 * What CloudFront compares with the path patterns of its behaviours: the path, normalised as RFC 3986 (6.2.2) has it, so
 * that `/%61pi/logon` is one of /api/*. It hands the path on as it came.
 */
export function normalizedPath(path: string): string {
  const decoded = path.replaceAll(/%[0-9a-f]{2}/giu, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/u.test(character) ? character : code.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded.split('/').slice(1);
  for (const segment of segments)
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  // What ends in dots ends in a slash without them.
  if (/^\.{1,2}$/u.test(segments.at(-1)!)) kept.push('');
  return `/${kept.join('/')}`;
}

/**
 * The path that an HTTP API of API Gateway looks a route up by, and puts into `rawPath`: decoded as a whole, and cut at a
 * `?` that was decoded. A user ID with `/`, `?`, `#` or `%` in a path is therefore another path there.
 * @throws URIError where it can't be decoded
 */
export const decodedPath = (path: string): string => decodeURIComponent(path).split('?')[0]!;
