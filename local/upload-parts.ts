/** S3's ListParts, which the engine lacks, over the files in which it keeps the chunks (S3's parts) of an upload. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

type Query = { uploadId?: string; 'max-parts'?: string; 'part-number-marker'?: string };
type Part = { partNumber: number; etag: string; lastModified: string };

const PAGE = 1000;
const xml = (name: string, content: string | number | boolean) => `<${name}>${content}</${name}>`;
const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** @param folder where the engine keeps S3's data */
export function listUploadParts(http: FastifyInstance, folder: string): void {
  http.addHook('onRequest', async ({ method, query, url }, reply) => {
    const { uploadId, 'max-parts': max = PAGE, 'part-number-marker': marker = 0 } = query as Query;
    if (method !== 'GET' || uploadId === undefined) return;
    void reply.type('application/xml');
    const upload = join(folder, '_multipart', uploadId.replaceAll(/[^\w-]/gu, ''));
    const about = join(upload, '.upload.json');
    const named = existsSync(about) ? read<{ bucket: string; key: string }>(about) : undefined;
    const asked = decodeURIComponent(url.split('?')[0]!);
    if (asked !== `/${named?.bucket}/${named?.key}`)
      return reply.code(404).send(xml('Error', xml('Code', 'NoSuchUpload') + xml('Message', 'No such upload.')));
    const files = readdirSync(join(upload, 'parts')).filter((file) => file.endsWith('.meta.json'));
    const parts = files.map((file) => read<Part>(join(upload, 'parts', file)));
    const rest = parts
      .filter(({ partNumber }) => partNumber > Number(marker))
      .sort((a, b) => a.partNumber - b.partNumber);
    const page = rest.slice(0, Number(max));
    const listed = page.map(({ partNumber, etag, lastModified }) => {
      const { size } = statSync(join(upload, 'parts', `${partNumber}.data`));
      const fields = xml('PartNumber', partNumber) + xml('LastModified', lastModified) + xml('Size', size);
      return xml('Part', fields + xml('ETag', etag));
    });
    const more =
      xml('IsTruncated', page.length < rest.length) + xml('NextPartNumberMarker', page.at(-1)?.partNumber ?? 0);
    return reply.send(xml('ListPartsResult', xml('UploadId', uploadId) + more + listed.join('')));
  });
}
