import * as z from 'zod';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { checkKey, type UploadPorts, uploaded, uploadId, uploadKey } from './upload.ts';

const completeBody = z.strictObject({
  key: uploadKey,
  uploadId,
  parts: z
    .array(z.strictObject({ number: z.int().min(1).max(10_000), etag: z.string().min(1).max(128) }))
    .min(1)
    .max(10_000),
});

export const completeUpload = route({
  id: 'completeUpload',
  method: 'POST',
  path: '/uploads/complete',
  summary: 'Put the parts of an upload together',
  details: 'The same again tells the same again.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: {
    name: 'UploadParts',
    schema: completeBody,
    example: { key: 'staged/…/export.zip', uploadId: '…', parts: [{ number: 1, etag: '…' }] },
  },
  answer: {
    status: 200,
    means: 'Ready to be migrated.',
    body: { name: 'Uploaded', schema: uploaded },
  },
  errors: ['upload.key', 'upload.incomplete', 'upload.not_found'],
  handle: async (deps: UploadPorts, { body: { key, uploadId, parts } }) => {
    checkKey(key);
    return { body: { key, etag: await deps.completeUpload(key, uploadId, parts) } };
  },
});
