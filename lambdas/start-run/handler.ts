import { invalid, isLandfallError } from '#core/errors.ts';
import { uploadRunId } from '#core/migration/runs/run-id.ts';
import { type StartPorts, startFromUpload, type UploadEvent } from '#core/migration/runs/start-run.ts';
import { type Upload, uploadsOf } from '#core/migration/runs/upload-event.ts';
import { log } from '../shared/log.ts';
import { within } from '../shared/scope.ts';
import { task } from '../shared/task.ts';

/** The part of an SQS event that is read. */
export type QueueEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type BatchResult = { batchItemFailures: { itemIdentifier: string }[] };
export type Deps = StartPorts & {
  /** For an event that does not name the ETag. */
  headPackage(key: string): Promise<{ etag: string }>;
  now(): number;
};

/** The message comes again. */
function failed(error: unknown): false {
  log.error('upload.failed', { code: isLandfallError(error) ? error.code : 'upload.failed' }, error);
  return false;
}

/** A message that fails is tried again alone, and lands in the dead-letter queue in the end. */
export const createHandler = (deps: Deps) => {
  async function start(upload: UploadEvent): Promise<boolean> {
    const { execution = 'none', status } = await startFromUpload(deps, upload, deps.now());
    log.info('migration.requested', { execution, status });
    return true;
  }

  async function startUpload({ key, etag, eventAt }: Upload): Promise<boolean> {
    try {
      const known = etag ?? (await deps.headPackage(key)).etag;
      if (!known) throw invalid('package.missing', 'The upload has no ETag.');
      const upload = { key, etag: known, eventAt };
      // Its id is that of its run: known before there is one.
      return await within({ run: uploadRunId(upload) }, () => start(upload).catch(failed));
    } catch (error) {
      return failed(error);
    }
  }

  return task(async (event: QueueEvent): Promise<BatchResult> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of event.Records)
      await within({ queueMessage: messageId }, async () => {
        let done = true;
        for (const upload of uploadsOf(body, deps.now())) done = (await startUpload(upload)) && done;
        if (!done) batchItemFailures.push({ itemIdentifier: messageId });
      });
    return { batchItemFailures };
  });
};
