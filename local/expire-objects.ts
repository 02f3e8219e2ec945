/** S3's lifecycle rules, which the engine keeps and does not follow: removes objects, and uploads that were never completed. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ownHeaders } from './scope.ts';

const rule = z.strictObject({
  Status: z.literal('Enabled'),
  ExpirationInDays: z.int(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.int() }),
});
const bucketProperties = z.looseObject({
  LifecycleConfiguration: z.strictObject({ Rules: z.array(rule) }).exactOptional(),
});
const upload = z.looseObject({ uploadId: z.string(), bucket: z.string(), key: z.string(), initiated: z.string() });

const DAY_MS = 86_400_000;
/** S3 rounds up to the next midnight UTC (user guide, "Lifecycle rules: based on an object's age"). */
const isOver = (since: string, days: number, now: number): boolean =>
  Math.ceil((Date.parse(since) + days * DAY_MS) / DAY_MS) * DAY_MS <= now;

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
const within = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
const pathOf = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

type Place = { readonly url: string; readonly folder: string };

async function request(url: string, method: 'GET' | 'DELETE', now: number): Promise<string> {
  const answer = await fetch(url, { method, headers: ownHeaders(now) });
  if (!answer.ok && answer.status !== 404) throw new Error(`The embedded S3 answered ${method} with ${answer.status}.`);
  return answer.text();
}

/** Of a bucket: keys with the time of their last write. */
async function* objectsOf(url: string): AsyncGenerator<{ readonly key: string; readonly written: string }> {
  let after: string | undefined;
  do {
    const query = new URLSearchParams({ 'list-type': '2', ...(after === undefined ? {} : { 'start-after': after }) });
    const xml = await request(`${url}?${query}`, 'GET', Date.now());
    after = undefined;
    for (const [, contents = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gsu)) {
      const key = decoded(within(contents, 'Key') ?? '');
      yield { key, written: within(contents, 'LastModified') ?? '' };
      after = key;
    }
    if (within(xml, 'IsTruncated') !== 'true') after = undefined;
  } while (after !== undefined);
}

/** Uploads under way: the engine has no list of them, but a file about each. */
function uploadsIn(folder: string): z.infer<typeof upload>[] {
  const uploads = join(folder, '_multipart');
  if (!existsSync(uploads)) return [];
  return readdirSync(uploads).flatMap(
    (id) => readState(join(uploads, id, '.upload.json'), upload, () => undefined) ?? [],
  );
}

/**
 * @param place `url` of S3, and the folder of its files @param now Unix ms @returns how many objects and uploads were removed
 * @throws Error where a rule of the template says what is not done here
 */
export async function expireObjects(assembly: Assembly, place: Place, now: number): Promise<number> {
  let removed = 0;
  for (const { name, properties } of assembly.of('AWS::S3::Bucket')) {
    const rules = bucketProperties.parse(properties).LifecycleConfiguration?.Rules ?? [];
    for (const { ExpirationInDays, AbortIncompleteMultipartUpload } of rules) {
      const url = `${place.url}/${name}`;
      for await (const { key, written } of objectsOf(url)) {
        if (!isOver(written, ExpirationInDays, now)) continue;
        await request(`${url}/${pathOf(key)}`, 'DELETE', Date.now());
        removed += 1;
      }
      for (const { bucket, key, uploadId, initiated } of uploadsIn(place.folder)) {
        if (bucket !== name || !isOver(initiated, AbortIncompleteMultipartUpload.DaysAfterInitiation, now)) continue;
        await request(`${url}/${pathOf(key)}?uploadId=${encodeURIComponent(uploadId)}`, 'DELETE', Date.now());
        removed += 1;
      }
    }
  }
  return removed;
}
