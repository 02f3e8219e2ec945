import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { UploadTarget } from '#adapters/runs/exports.ts';
import { partsOf, uploadName } from '#core/migration/runs/upload.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { partSize, target, type UploadPorts } from './upload.ts';

const uploadBody = z.strictObject({ name: z.string().min(1).max(255), size: z.int().min(1) });
type Upload = { key: string; uploadId: string; partSize: number; parts: UploadTarget[] };
const upload = answers<Upload>()(
  z.strictObject({ key: z.string(), uploadId: z.string(), partSize, parts: z.array(target) }),
);

export const beginUpload = route({
  id: 'beginUpload',
  method: 'POST',
  path: '/uploads',
  summary: 'Begin the upload of a package',
  details: 'Send each part with PUT to its URL and keep the ETag that each PUT answers with.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: { name: 'NewUpload', schema: uploadBody, example: { name: 'export.zip', size: 123456 } },
  answer: { status: 201, means: 'Where to send the parts.', body: { name: 'Upload', schema: upload } },
  errors: ['upload.too_large'],
  handle: async (deps: UploadPorts, { body: { name, size } }) => {
    const { partSize, parts } = partsOf(size);
    const key = `staged/${randomUUID()}/${uploadName(name)}`;
    const uploadId = await deps.beginUpload(key);
    const numbers = Array.from({ length: parts }, (_, index) => index + 1);
    return { body: { key, uploadId, partSize, parts: await deps.targetsOf(key, uploadId, numbers) } };
  },
});
