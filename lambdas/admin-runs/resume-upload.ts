import * as z from 'zod';
import type { UploadTarget } from '#adapters/runs/exports.ts';
import { sortParts, type UploadedPart } from '#core/migration/runs/upload.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { checkKey, partSize, target, type UploadPorts, uploaded, uploadId, uploadKey } from './upload.ts';

const resumeBody = z.strictObject({ key: uploadKey, uploadId, size: z.int().min(1) });
type Begun = { key: string; uploadId: string; partSize: number; parts: (UploadedPart | UploadTarget)[] };
const there = z.strictObject({ number: z.number(), etag: z.string(), size: z.number() });
const resumed = answers<Begun | { key: string; etag: string }>()(
  z.union([
    z.strictObject({
      key: z.string(),
      uploadId: z.string(),
      partSize,
      parts: z.array(z.union([there, target])),
    }),
    uploaded,
  ]),
);

export const resumeUpload = route({
  id: 'resumeUpload',
  method: 'POST',
  path: '/uploads/resume',
  summary: 'Go on with an upload that was broken off',
  details:
    'Of the same file, within a day. Parts with an `etag` are there: keep it for the completion. Send the others with PUT to their new URLs. Where the answer is an `etag` alone, the upload was completed.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: {
    name: 'UploadToResume',
    schema: resumeBody,
    example: { key: 'staged/…/export.zip', uploadId: '…', size: 123456 },
  },
  answer: {
    status: 200,
    means: 'What is there, and where to send the rest.',
    body: { name: 'ResumedUpload', schema: resumed },
  },
  errors: ['upload.key', 'upload.not_found', 'upload.too_large'],
  handle: async (deps: UploadPorts, { body: { key, uploadId, size } }) => {
    checkKey(key);
    const uploaded = await deps.uploadedParts(key, uploadId);
    if (!uploaded) return { body: { key, etag: await deps.uploadedPackage(key) } };
    const { partSize, there, missing } = sortParts(size, uploaded);
    const parts = [...there, ...(await deps.targetsOf(key, uploadId, missing))].sort((a, b) => a.number - b.number);
    return { body: { key, uploadId, partSize, parts } };
  },
});
