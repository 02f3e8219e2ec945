/** Preconditions and ranges of S3 (API reference, GetObject and PutObject; RFC 9110, sections 13 and 14). */
import type { StoredObject } from './store.ts';

type Headers = Readonly<Record<string, string>>;

/** An error by its code and status. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Headers;
  constructor(code: string, status: number, message = code, headers: Headers = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

const bare = (etag: string): string => etag.trim().replace(/^W\//u, '').replaceAll('"', '');
const names = (list: string, etag: string): boolean =>
  list.split(',').some((one) => one.trim() === '*' || bare(one) === bare(etag));
/** Dates have seconds. */
const seconds = (time: number): number => Math.floor(time / 1000) * 1000;

/** What a read demands. 304: not changed. @throws S3Error PreconditionFailed */
export function checkRead(headers: Headers, { etag, at }: StoredObject): 200 | 304 {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const { 'if-modified-since': modified, 'if-unmodified-since': unmodified } = headers;
  const failed = match === undefined ? unmodified && seconds(at) > Date.parse(unmodified) : !names(match, etag);
  if (failed) throw new S3Error('PreconditionFailed', 412, 'At least one of the pre-conditions did not hold.');
  if (noneMatch !== undefined) return names(noneMatch, etag) ? 304 : 200;
  return modified !== undefined && seconds(at) <= Date.parse(modified) ? 304 : 200;
}

/** What a write demands of the object that it replaces. @throws S3Error NoSuchKey, PreconditionFailed, NotImplemented */
export function checkWrite(headers: Headers, found: StoredObject | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new S3Error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented.');
  if (match !== undefined && !found) throw new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
  if ((match !== undefined && !names(match, found!.etag)) || (noneMatch !== undefined && found))
    throw new S3Error('PreconditionFailed', 412, 'At least one of the pre-conditions did not hold.');
}

/** First and last byte; undefined where the whole is asked for, or the header has another form. @throws S3Error InvalidRange */
export function rangeOf(header: string | undefined, size: number): readonly [first: number, last: number] | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= size || first > last)
    throw new S3Error('InvalidRange', 416, 'The requested range is not satisfiable', {
      'content-range': `bytes */${size}`,
    });
  return [first, last];
}
