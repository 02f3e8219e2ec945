/** Packages uploaded in parts, straight to the bucket: a function can't take them in. */
import { randomUUID } from 'node:crypto';
import type * as exports from '#adapters/migrations/exports.ts';
import { invalid } from '#core/errors.ts';
import { partsOf, sortParts, uploadName } from '#core/migration/upload.ts';
import type { RequireAdministrator } from '../actor.ts';
import type { Route } from '../http.ts';
import { parse } from '../parse.ts';
import { completeBody, resumeBody, uploadBody } from './schema.ts';

type Uploads = 'beginUpload' | 'targetsOf' | 'uploadedParts' | 'uploadedPackage' | 'completeUpload';
export type UploadDeps = Pick<typeof exports, Uploads> & { readonly requireAdministrator: RequireAdministrator };

function checkKey(key: string): void {
  if (!key.startsWith('staged/')) throw invalid('upload.key', 'Name the key that the upload began with.');
}

export const uploadRoutes = (deps: UploadDeps): Record<string, Route> => ({
  'POST /uploads': async (request) => {
    await deps.requireAdministrator(request, 'admin');
    const { name, size } = parse(uploadBody, request.body);
    const { partSize, parts } = partsOf(size);
    const key = `staged/${randomUUID()}/${uploadName(name)}`;
    const uploadId = await deps.beginUpload(key);
    const numbers = Array.from({ length: parts }, (_, index) => index + 1);
    return { status: 201, body: { key, uploadId, partSize, parts: await deps.targetsOf(key, uploadId, numbers) } };
  },
  'POST /uploads/resume': async (request) => {
    await deps.requireAdministrator(request, 'admin');
    const { key, uploadId, size } = parse(resumeBody, request.body);
    checkKey(key);
    const uploaded = await deps.uploadedParts(key, uploadId);
    if (!uploaded) return { status: 200, body: { key, etag: await deps.uploadedPackage(key) } };
    const { partSize, there, missing } = sortParts(size, uploaded);
    const parts = [...there, ...(await deps.targetsOf(key, uploadId, missing))].sort((a, b) => a.number - b.number);
    return { status: 200, body: { key, uploadId, partSize, parts } };
  },
  'POST /uploads/complete': async (request) => {
    await deps.requireAdministrator(request, 'admin');
    const { key, uploadId, parts } = parse(completeBody, request.body);
    checkKey(key);
    return { status: 200, body: { key, etag: await deps.completeUpload(key, uploadId, parts) } };
  },
});
