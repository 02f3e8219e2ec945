/** The network and the storage of this device, as an upload uses them. */
import { post } from '../../../shared/http/api.ts';
import type { ResumedUpload, Upload, Uploaded } from '../../../shared/http/api-types.ts';
import { ChunkRefused } from './chunks.ts';
import { forget, type Remembered, readRemembered, remember } from './remembered.ts';
import type { TransferPorts } from './transfer.ts';

/** A chunk that sends nothing for this long is aborted and sent again: a lost connection is not always reported. */
const STALL_MS = 60_000;

/** Uses XMLHttpRequest, since fetch does not report how much was sent. */
function put(url: string, body: Blob, tell: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout>;
    const watch = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALL_MS);
    };
    const abort = () => request.abort();
    request.upload.onprogress = ({ loaded }) => {
      watch();
      tell(loaded);
    };
    request.onloadend = () => {
      clearTimeout(stall);
      signal.removeEventListener('abort', abort);
      const etag = request.getResponseHeader('etag')?.replaceAll('"', '');
      if (request.status === 200 && etag) resolve(etag);
      else reject(new ChunkRefused(request.status === 200 ? 0 : request.status));
    };
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    watch();
    request.send(body);
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

type Network = Omit<TransferPorts, 'begun' | 'tell'>;

export const networkOf = (file: File): Network => ({
  pause,
  begin: () => post<Upload>('admin/uploads', { name: file.name.slice(-255), size: file.size }),
  resume: (begun) => post<ResumedUpload>('admin/uploads/resume', { ...begun, size: file.size }),
  put: ({ url }, from, to, tell, signal) => put(url, file.slice(from, to), tell, signal),
  complete: (begun, chunks) => post<Uploaded>('admin/uploads/complete', { ...begun, parts: chunks }),
});

const KEY = 'uploads';

/** The uploads that this device remembers; none where the browser forbids storage. */
export const memory = {
  read(): readonly Remembered[] {
    try {
      return readRemembered(localStorage.getItem(KEY), Date.now());
    } catch {
      return [];
    }
  },
  keep(upload: Remembered): void {
    save(remember(memory.read(), upload));
  },
  forget(key: string): void {
    save(forget(memory.read(), key));
  },
};

function save(list: readonly Remembered[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // An upload that can't be remembered still continues while the page is open.
  }
}
