import { invalid } from '#core/errors.ts';
import { type StartPorts, startFromUpload } from '#core/migration/runs/start-run.ts';
import { uploadsOf } from '#core/migration/runs/upload-event.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** The part of an SQS event that is read. */
export type QueueEvent = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };
export type BatchResult = { batchItemFailures: { itemIdentifier: string }[] };
export type Deps = StartPorts & {
  /** For an event that does not name the ETag. */
  headPackage(key: string): Promise<{ etag: string }>;
  now(): number;
};

/** A message that fails is tried again alone, and lands in the dead-letter queue in the end. */
export const createHandler = (deps: Deps) =>
  task(async (event: QueueEvent): Promise<BatchResult> => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of event.Records) {
      try {
        for (const { key, etag, eventAt } of uploadsOf(body, deps.now())) {
          const known = etag ?? (await deps.headPackage(key)).etag;
          if (!known) throw invalid('package.missing', 'The upload has no ETag.');
          const started = await startFromUpload(deps, { key, etag: known, eventAt }, deps.now());
          log.info('migration.requested', { migration: started.id, execution: started.execution ?? 'none' });
        }
      } catch (error) {
        log.error('upload.failed', {}, error);
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures };
  });
