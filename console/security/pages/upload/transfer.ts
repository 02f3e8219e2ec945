/**
 * The upload of one package: started or resumed, sent in chunks (which the API and S3 call parts), and completed. It can be paused
 * and resumed after an interruption. It reports its state, and uses page and network through its ports only.
 */
import type { ResumedUpload, Upload, Uploaded } from '../../../shared/http/api-types.ts';
import { type ChunkPorts, type SentChunk, sendChunks, type Target } from './chunks.ts';

export type Phase = 'preparing' | 'sending' | 'paused' | 'finishing' | 'done' | 'failed';
export type TransferState = {
  readonly phase: Phase;
  /** Bytes that the storage has received. */
  readonly sent: number;
  /** Whether a chunk waits for its next attempt: no connection, or the storage is busy. */
  readonly trouble: boolean;
  readonly error?: unknown;
  readonly uploaded?: Uploaded;
};
export type Begun = { readonly key: string; readonly uploadId: string };
export type TransferPorts = Pick<ChunkPorts, 'pause'> & {
  begin(): Promise<Upload>;
  /** @throws Refusal upload.not_found where the bucket no longer has the upload */
  resume(begun: Begun): Promise<ResumedUpload>;
  put(target: Target, from: number, to: number, tell: (bytes: number) => void, signal: AbortSignal): Promise<string>;
  /** May be repeated. */
  complete(begun: Begun, chunks: readonly SentChunk[]): Promise<Uploaded>;
  /** Called once the upload has a key, so that this device can remember it. */
  begun(upload: Begun): void;
  tell(state: TransferState): void;
};
export type Transfer = {
  /** Starts, or resumes after a pause or a failure. */
  go(): Promise<void>;
  pause(): void;
};

/** @param known an upload that was started earlier */
export function createTransfer(size: number, known: Begun | undefined, ports: TransferPorts): Transfer {
  let state: TransferState = { phase: 'preparing', sent: 0, trouble: false };
  let upload = known;
  let running: AbortController | undefined;
  const set = (next: Partial<TransferState>) => {
    state = { ...state, ...next };
    ports.tell(state);
  };

  async function plan(): Promise<ResumedUpload> {
    if (upload) return ports.resume(upload);
    const begun = await ports.begin();
    upload = { key: begun.key, uploadId: begun.uploadId };
    ports.begun(upload);
    return begun;
  }

  async function send(signal: AbortSignal): Promise<void> {
    const planned = await plan();
    if ('etag' in planned) return set({ phase: 'done', sent: size, uploaded: planned });
    if (signal.aborted) return;
    const { partSize, parts } = planned;
    const begun = { key: planned.key, uploadId: planned.uploadId };
    const sizeOf = (number: number) => Math.min(partSize, size - (number - 1) * partSize);
    const stored = parts.flatMap((chunk) => ('etag' in chunk ? [{ number: chunk.number, etag: chunk.etag }] : []));
    const missing = parts.flatMap((chunk) => ('url' in chunk ? [chunk] : []));
    const bytes = stored.reduce((sum, { number }) => sum + sizeOf(number), 0);
    set({ phase: 'sending', sent: bytes });
    const sent = await sendChunks(
      missing,
      bytes,
      {
        sizeOf,
        pause: ports.pause,
        put: (target, tell, either) => {
          const from = (target.number - 1) * partSize;
          return ports.put(target, from, from + sizeOf(target.number), tell, either);
        },
        targets: async () => {
          const again = await ports.resume(begun);
          return 'parts' in again ? again.parts.flatMap((chunk) => ('url' in chunk ? [chunk] : [])) : [];
        },
        tell: (done, trouble) => {
          // After a pause nothing more is reported, unless the upload has been resumed since.
          if (!signal.aborted || !running) set({ sent: done, trouble });
        },
      },
      signal,
    );
    if (signal.aborted) return;
    set({ phase: 'finishing', sent: size, trouble: false });
    const all = [...stored, ...sent].sort((a, b) => a.number - b.number);
    set({ phase: 'done', uploaded: await ports.complete(begun, all) });
  }

  return {
    async go() {
      if (running) return;
      const controller = new AbortController();
      running = controller;
      const { error: _error, ...before } = state;
      state = { ...before, phase: 'preparing', trouble: false };
      ports.tell(state);
      try {
        await send(controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) set({ phase: 'failed', trouble: false, error });
      } finally {
        if (running === controller) running = undefined;
      }
    },
    pause() {
      if (!running || state.phase === 'finishing') return;
      running.abort();
      running = undefined;
      set({ phase: 'paused', trouble: false });
    },
  };
}
