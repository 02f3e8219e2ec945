/**
 * Lists in the order of bytes. fauxqs sorts keys by the rules of a language and goes on by code points, so that a list of several pages leaves
 * keys out. S3: "List results are always returned in UTF-8 binary order" (user guide, "Listing object keys programmatically").
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '#infra/paths.ts';

type Options = { prefix?: string; delimiter?: string; maxKeys?: number; startAfter?: string; marker?: string };
/** What of the engine's class is used here. */
type Store<O extends { readonly key: string } = { readonly key: string }> = {
  readonly buckets: ReadonlyMap<string, ReadonlyMap<string, O>>;
};

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The engine's own method, with its answer; a bucket that is not there is left to it. */
function listed(objects: ReadonlyMap<string, { readonly key: string }>, options: Options) {
  const { prefix = '', delimiter = '', maxKeys = 1000, startAfter, marker } = options;
  const begun = startAfter ?? marker ?? '';
  const named = [...objects.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      return end < 0 ? { name: key, object: objects.get(key)! } : { name: key.slice(0, end + delimiter.length) };
    });
  const rest = [...new Map(named.map((one) => [one.name, one])).values()]
    .filter(({ name }) => byBytes(name, begun) > 0)
    .sort((a, b) => byBytes(a.name, b.name));
  const page = rest.slice(0, maxKeys);
  return {
    objects: page.flatMap(({ object }) => object ?? []),
    commonPrefixes: page.flatMap(({ name, object }) => (object ? [] : [name])),
    isTruncated: page.length < rest.length,
  };
}

/** The engine does not export the class; what is loaded under this address is the one that it uses. */
export async function listByBytes(): Promise<void> {
  const file = join(ROOT, 'node_modules', 'fauxqs', 'dist', 's3', 's3Store.js');
  const { S3Store } = (await import(pathToFileURL(file).href)) as {
    S3Store: { readonly prototype: { listObjects(this: Store, bucket: string, options?: Options): object } };
  };
  const own = S3Store.prototype.listObjects;
  if (typeof own !== 'function')
    throw new Error('The engine of S3 has no listObjects any more: look at local/lists.ts.');
  S3Store.prototype.listObjects = function (bucket, options = {}) {
    const objects = this.buckets.get(bucket);
    return objects ? listed(objects, options) : own.call(this, bucket, options);
  };
}
