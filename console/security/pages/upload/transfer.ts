/**
 * One package on its way into the bucket: begun or gone on with, sent in parts, put together. It can be paused, gone on with
 * after whatever broke it off, and given up. It says how it stands, and touches neither page nor network itself.
 */
import type { ResumedUpload, Upload, Uploaded } from '../../../shared/http/api-types.ts';
import { type PartPorts, type SentPart, sendParts, type Target } from './parts.ts';

export type Phase = 'preparing' | 'sending' | 'paused' | 'finishing' | 'done' | 'failed';
export type TransferState = {
  readonly phase: Phase;
  /** Bytes that the storage has. */
  readonly sent: number;
  /** A part is tried again after a while: no connection, or the storage is busy. */
  readonly trouble: boolean;
  readonly error?: unknown;
  readonly uploaded?: Uploaded;
};
export type Begun = { readonly key: string; readonly uploadId: string };
export type TransferPorts = Pick<PartPorts, 'pause'> & {
  begin(): Promise<Upload>;
  /** @throws Refusal upload.not_found where it is no more */
  resume(begun: Begun): Promise<ResumedUpload>;
  put(target: Target, from: number, to: number, tell: (bytes: number) => void, signal: AbortSignal): Promise<string>;
  /** The same twice does no harm. */
  complete(begun: Begun, parts: readonly SentPart[]): Promise<Uploaded>;
  /** The upload has a key now: for a device that remembers it. */
  begun(upload: Begun): void;
  tell(state: TransferState): void;
};
export type Transfer = {
  /** Begins, or goes on after a pause or a failure. */
  go(): Promise<void>;
  pause(): void;
};

/** @param known of an upload that was begun before */
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
    const there = parts.flatMap((part) => ('etag' in part ? [{ number: part.number, etag: part.etag }] : []));
    const missing = parts.flatMap((part) => ('url' in part ? [part] : []));
    const bytes = there.reduce((sum, { number }) => sum + sizeOf(number), 0);
    set({ phase: 'sending', sent: bytes });
    const sent = await sendParts(
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
          return 'parts' in again ? again.parts.flatMap((part) => ('url' in part ? [part] : [])) : [];
        },
        tell: (done, trouble) => {
          // Of a pause the last word counts, unless somebody went on already.
          if (!signal.aborted || !running) set({ sent: done, trouble });
        },
      },
      signal,
    );
    if (signal.aborted) return;
    set({ phase: 'finishing', sent: size, trouble: false });
    const all = [...there, ...sent].sort((a, b) => a.number - b.number);
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
