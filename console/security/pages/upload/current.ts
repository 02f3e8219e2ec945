/**
 * The upload of this tab; there is at most one. It continues while the administrator looks at other pages; reloading or leaving the
 * console interrupts it, and the browser asks before that.
 */
import { useEffect, useState } from 'preact/hooks';
import { isRefusal } from '../../../shared/http/api.ts';
import { follow, type Pace } from '../../../shared/state/pace.ts';
import { SESSION_ENDED } from '../../../shared/state/resource.ts';
import { isOf, type Remembered } from './remembered.ts';
import { createTransfer, type Transfer, type TransferState } from './transfer.ts';
import { memory, networkOf } from './transport.ts';

export type Current = {
  readonly file: { readonly name: string; readonly size: number };
  /** The administrator who started it; another one who logs on in this tab does not see it. */
  readonly userId: string;
  readonly state: TransferState;
  readonly pace: Pace | undefined;
  /** Whether it resumes an upload that was started earlier on this device. */
  readonly resumed: boolean;
};

let current: (Current & { readonly transfer: Transfer; readonly key?: string }) | undefined;
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};

const BUSY = ['preparing', 'sending', 'finishing'];
const ask = (event: BeforeUnloadEvent) => {
  if (current && BUSY.includes(current.state.phase)) event.preventDefault();
};

/** Uploads a file, or resumes an earlier upload of it that was interrupted. */
export function begin(file: File, userId: string): void {
  const known = memory.read().find((one) => isOf(one, file));
  const mark = { name: file.name, size: file.size, lastModified: file.lastModified };
  let kept: Remembered | undefined = known;
  const transfer = createTransfer(file.size, known && { key: known.key, uploadId: known.uploadId }, {
    ...networkOf(file),
    begun: (upload) => {
      kept = { ...mark, ...upload, begunAt: Date.now() };
      memory.keep(kept);
    },
    tell: (state) => {
      if (current?.transfer !== transfer) return;
      const { phase, error, uploaded } = state;
      const pace = phase === 'sending' ? follow(current.pace, Date.now(), state.sent, file.size) : undefined;
      current = { ...current, state, pace };
      if (kept && uploaded) memory.keep({ ...kept, etag: uploaded.etag });
      if (isRefusal(error, 'session.required')) window.dispatchEvent(new Event(SESSION_ENDED));
      // An upload that the bucket has removed can't be resumed.
      if (kept && isGone(error)) memory.forget(kept.key);
      changed();
    },
  });
  const state: TransferState = { phase: 'preparing', sent: 0, trouble: false };
  current = { file: mark, userId, state, pace: undefined, resumed: known !== undefined, transfer };
  window.addEventListener('beforeunload', ask);
  changed();
  void transfer.go();
}

export const isGone = (error: unknown): boolean => isRefusal(error, 'upload.not_found');

export const pause = (): void => current?.transfer.pause();
export const goOn = (): void => void current?.transfer.go();

/** Abandons the upload, or dismisses a finished one. */
export function leave(): void {
  current?.transfer.pause();
  current = undefined;
  window.removeEventListener('beforeunload', ask);
  changed();
}

/** The present state of this user's upload in this tab. */
export function useCurrent(userId: string): Current | undefined {
  const [, render] = useState({});
  useEffect(() => {
    const listener = () => render({});
    listeners.add(listener);
    // The session ended during the upload: it resumes once its administrator logs on again.
    if (current?.userId === userId && isRefusal(current.state.error, 'session.required')) goOn();
    return () => void listeners.delete(listener);
  }, []);
  return current?.userId === userId ? current : undefined;
}
