/** Packages uploaded in parts, straight to the bucket: a function can't take them in. */
import { randomUUID } from 'node:crypto';
import type * as exports from '#adapters/exports.ts';
import { invalid } from '#core/errors.ts';
import { partsOf, uploadName } from '#core/migration/upload.ts';
import type { RequireAdministrator } from '../actor.ts';
import type { Route } from '../http.ts';
import { parse } from '../parse.ts';
import { completeBody, uploadBody } from './schema.ts';

export type UploadDeps = Pick<typeof exports, 'beginUpload' | 'completeUpload'> & {
  readonly requireAdministrator: RequireAdministrator;
};

export const uploadRoutes = (deps: UploadDeps): Record<string, Route> => ({
  'POST /uploads': async (request) => {
    await deps.requireAdministrator(request, 'admin');
    const { name, size } = parse(uploadBody, request.body);
    const { partSize, parts } = partsOf(size);
    const key = `staged/${randomUUID()}/${uploadName(name)}`;
    const { uploadId, targets } = await deps.beginUpload(key, parts);
    return { status: 201, body: { key, uploadId, partSize, parts: targets } };
  },
  'POST /uploads/complete': async (request) => {
    await deps.requireAdministrator(request, 'admin');
    const { key, uploadId, parts } = parse(completeBody, request.body);
    if (!key.startsWith('staged/')) throw invalid('upload.key', 'Name the key that the upload began with.');
    return { status: 200, body: { key, etag: await deps.completeUpload(key, uploadId, parts) } };
  },
});
