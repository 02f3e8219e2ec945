/**
 * The files of S3's engine, written so that a kill at any moment leaves an object as it was or as it is to be: the content goes into a file of
 * its own, and the renaming of the file about it, which names the content's, is the moment at which the object changes. The engine itself writes
 * both in place, and a kill between the two would leave the new content under the old length and checksum, or half a file that ends each start.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { readState, setAside, writeState } from '#cli/sample/state-file.ts';
import { ROOT } from '#infra/paths.ts';

const META = '.meta.json';
const DATA = '.data';
/** Of an object's content from this release on: `name.<sixteen hex digits>.data`. */
const OWN = /^(?<stem>.*)\.[0-9a-f]{16}\.data$/su;

const aboutObject = z.looseObject({
  key: z.string(),
  etag: z.string().optional(),
  contentLength: z.int(),
  content: z.string().optional(),
});
type About = z.infer<typeof aboutObject>;
const aboutBucket = z.looseObject({ name: z.string(), creationDate: z.string() });
const aboutUpload = z.looseObject({ uploadId: z.string(), bucket: z.string(), key: z.string(), initiated: z.string() });
const aboutPart = z.looseObject({ partNumber: z.int(), etag: z.string(), lastModified: z.string() });

type Stored = { readonly key: string; readonly body: Buffer; readonly lastModified: Date } & Record<string, unknown>;
type Part = { readonly partNumber: number; readonly body: Buffer; readonly lastModified: Date } & Record<
  string,
  unknown
>;
type Upload = { readonly uploadId: string; readonly initiated: Date; readonly parts: unknown } & Record<
  string,
  unknown
>;
/** What of the engine's class is replaced. */
type Persistence = {
  readonly bucketsDir: string;
  readonly multipartDir: string;
  readonly [name: string]: unknown;
};

const json = (value: unknown) => JSON.stringify(value);
const UNSAFE = '<>:"|?*\\%';
const encoded = (one: string) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
/** As the engine encodes a key into a path, so that what it wrote before is found. */
const pathOf = (key: string): string =>
  Array.from(key, (one) => (one < ' ' || UNSAFE.includes(one) ? encoded(one) : one)).join('');

const filesOf = (persistence: Persistence, bucket: string, key: string) => {
  const objects = join(persistence.bucketsDir, bucket, 'objects');
  const stem = join(objects, pathOf(key));
  if (!stem.startsWith(join(objects, '/'))) throw new Error('The key leads out of the bucket.');
  return { objects, stem, meta: `${stem}${META}` };
};
/** A key may end with a slash: its files are in that folder. */
const folderOf = (stem: string): string => dirname(`${stem}${META}`);
const contentOf = (stem: string, about: About | undefined): string =>
  about?.content === undefined ? `${stem}${DATA}` : join(folderOf(stem), about.content);
const readAbout = (meta: string): About | undefined =>
  existsSync(meta) ? (JSON.parse(readFileSync(meta, 'utf8')) as About) : undefined;

/** The ETag of an object, with its quotes; undefined where there is none. @param folder of the engine's files */
export function etagOf(folder: string, bucket: string, key: string): string | undefined {
  const meta = `${join(folder, 'buckets', basename(bucket), 'objects', pathOf(key))}${META}`;
  return readAbout(meta)?.etag;
}

/** The engine's methods, each with one moment at which it takes effect. */
const METHODS = {
  insertBucket(this: Persistence, name: string, creationDate: Date, type: string): void {
    const folder = join(this.bucketsDir, name);
    mkdirSync(join(folder, 'objects'), { recursive: true });
    writeState(join(folder, '.bucket.json'), json({ name, creationDate, type }));
  },
  upsertObject(this: Persistence, bucket: string, { body, ...about }: Stored): void {
    const { stem, meta } = filesOf(this, bucket, about.key);
    mkdirSync(folderOf(stem), { recursive: true });
    const before = readAbout(meta);
    const content = `${stem}.${randomBytes(8).toString('hex')}${DATA}`;
    writeState(content, body);
    try {
      writeState(meta, json({ ...about, content: basename(content) }));
    } catch (error) {
      rmSync(content, { force: true });
      throw error;
    }
    if (before) rmSync(contentOf(stem, before), { force: true });
  },
  readBody(this: Persistence, bucket: string, key: string): Buffer {
    const { stem, meta } = filesOf(this, bucket, key);
    return readFileSync(contentOf(stem, readAbout(meta)));
  },
  deleteObject(
    this: Persistence & { cleanEmptyParents(folder: string, end: string): void },
    bucket: string,
    key: string,
  ) {
    const { objects, stem, meta } = filesOf(this, bucket, key);
    const about = readAbout(meta);
    rmSync(meta, { force: true });
    rmSync(contentOf(stem, about), { force: true });
    this.cleanEmptyParents(folderOf(stem), objects);
  },
  insertMultipartUpload(this: Persistence, { parts: _parts, ...upload }: Upload): void {
    const folder = join(this.multipartDir, upload.uploadId);
    mkdirSync(join(folder, 'parts'), { recursive: true });
    writeState(join(folder, '.upload.json'), json(upload));
  },
  upsertMultipartPart(this: Persistence, uploadId: string, { body, ...part }: Part): void {
    const parts = join(this.multipartDir, uploadId, 'parts');
    mkdirSync(parts, { recursive: true });
    // The part's number is its name. Between the two its checksum is wrong, and the next start drops it.
    writeState(join(parts, `${part.partNumber}${DATA}`), body);
    writeState(join(parts, `${part.partNumber}${META}`), json(part));
  },
};

/** The engine does not export the class; what is loaded under this address is the one that it uses. */
export async function writeObjectsWhole(): Promise<void> {
  const file = join(ROOT, 'node_modules', 'fauxqs', 'dist', 's3', 'fileS3Persistence.js');
  const { FileS3Persistence } = (await import(pathToFileURL(file).href)) as {
    FileS3Persistence: { readonly prototype: Record<string, unknown> };
  };
  for (const name of [...Object.keys(METHODS), 'cleanEmptyParents'])
    if (typeof FileS3Persistence.prototype[name] !== 'function')
      throw new Error(`The engine of S3 has no ${name} any more: look at local/objects.ts.`);
  Object.assign(FileS3Persistence.prototype, METHODS);
}

const inside = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
const folders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))
    : [];
const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size;

/** An object that can't be read is set aside and named; content that a kill left, and nothing names, is removed. */
function checkBucket(folder: string, bucket: string, say: (line: string) => void): void {
  const about = join(folder, '.bucket.json');
  if (!existsSync(about) || !readState(about, aboutBucket, say)) {
    const creationDate = new Date();
    writeState(about, json({ name: bucket, creationDate, type: 'general-purpose' }));
  }
  const objects = join(folder, 'objects');
  const files = inside(objects);
  const named = new Set<string>();
  const damaged: string[] = [];
  for (const meta of files.filter((file) => file.endsWith(META))) {
    const stem = meta.slice(0, -META.length);
    const found = readState(meta, aboutObject, say);
    const content = contentOf(stem, found);
    if (found && sizeOf(content) === found.contentLength) named.add(content);
    else damaged.push(`${stem}.`);
    if (found && !named.has(content))
      say(
        `The object ${found.key} of the bucket ${bucket} is damaged: its content is missing or cut off. It is kept as ${relative(folder, setAside(meta))}; upload it again.`,
      );
  }
  const unnamed = (file: string) => OWN.test(basename(file)) && !named.has(file);
  for (const file of files)
    if (file.endsWith('.new') || (unnamed(file) && !damaged.some((stem) => file.startsWith(stem))))
      rmSync(file, { force: true });
}

/** Drops the parts that are not what they were: the sender is told by ListParts that they are missing. @returns whether the upload can be read */
function checkUpload(folder: string, say: (line: string) => void): boolean {
  const about = join(folder, '.upload.json');
  if (!existsSync(about) || !readState(about, aboutUpload, say)) return false;
  for (const meta of inside(join(folder, 'parts')).filter((file) => file.endsWith(META))) {
    const content = `${meta.slice(0, -META.length)}${DATA}`;
    const part = readState(meta, aboutPart, say);
    const sum = existsSync(content) ? createHash('md5').update(readFileSync(content)).digest('hex') : undefined;
    if (part && part.etag.replaceAll('"', '') === sum) continue;
    for (const file of [meta, content]) rmSync(file, { force: true });
  }
  return true;
}

/** Looks at what the engine will read. @param folder of the engine's files @param say tells the user what is damaged, and set aside */
export function checkObjects(folder: string, say: (line: string) => void): void {
  const buckets = join(folder, 'buckets');
  for (const bucket of folders(buckets)) checkBucket(join(buckets, bucket), bucket, say);
  const uploads = join(folder, '_multipart');
  for (const id of folders(uploads)) {
    if (checkUpload(join(uploads, id), say)) continue;
    rmSync(join(uploads, id), { recursive: true, force: true });
    say("An upload that was not complete can't be gone on with: upload that file again.");
  }
}
