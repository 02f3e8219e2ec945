/** Sends a package in chunks, several at once; repeats a chunk that fails, and counts the bytes of each while it is being sent. */

export type Target = { readonly number: number; readonly url: string };
export type SentChunk = { readonly number: number; readonly etag: string };

/** The storage refused a chunk; status 0: no answer came. */
export class ChunkRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Status ${status}`);
    this.status = status;
  }
}

export type ChunkPorts = {
  /** Sends one chunk. @returns its ETag @throws ChunkRefused; any error once the signal is aborted */
  put(target: Target, tell: (bytes: number) => void, signal: AbortSignal): Promise<string>;
  /** New URLs in place of expired ones. @throws Refusal, Unreachable */
  targets(): Promise<readonly Target[]>;
  /** The size of a chunk in bytes. */
  sizeOf(number: number): number;
  /** Waits; ends early where there is a reason to try at once. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** @param bytes sent in total @param trouble whether a chunk waits before its next attempt */
  tell(bytes: number, trouble: boolean): void;
};

const AT_ONCE = 3;
/** A chunk that failed is sent again after 1, 2, 4 … seconds, at most 30: for two minutes in total. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const TRIES = 8;
const isTemporary = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;

/**
 * Sends the missing chunks. @param stored bytes that the storage already has
 * @returns the chunks sent @throws ChunkRefused where one can't be sent, and what `targets` throws; nothing once `signal` is aborted
 */
export async function sendChunks(
  missing: readonly Target[],
  stored: number,
  ports: ChunkPorts,
  signal: AbortSignal,
): Promise<readonly SentChunk[]> {
  const sent: SentChunk[] = [];
  const sending = new Map<number, number>();
  const troubled = new Set<number>();
  const waiting = [...missing];
  let urls = new Map(missing.map(({ number, url }) => [number, url]));
  let renewed: Promise<void> | undefined;
  let complete = stored;
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const tell = () =>
    ports.tell(
      [...sending.values()].reduce((sum, bytes) => sum + bytes, complete),
      troubled.size > 0,
    );

  /** Renews the URLs once for all chunks whose URLs expired at the same time. */
  const renew = async () => {
    renewed ??= ports.targets().then((targets) => {
      urls = new Map([...urls, ...targets.map(({ number, url }) => [number, url] as const)]);
    });
    try {
      await renewed;
    } finally {
      renewed = undefined;
    }
  };

  async function send(number: number): Promise<void> {
    for (let tries = 1; !either.aborted; tries++) {
      try {
        const moved = (bytes: number) => {
          sending.set(number, bytes);
          troubled.delete(number);
          tell();
        };
        const etag = await ports.put({ number, url: urls.get(number)! }, moved, either);
        sent.push({ number, etag });
        complete += ports.sizeOf(number);
        return;
      } catch (error) {
        if (either.aborted) return;
        if (!(error instanceof ChunkRefused) || tries === TRIES) throw error;
        // A URL is valid for an hour.
        if (error.status === 403 && tries <= 2) await renew();
        else if (!isTemporary(error.status)) throw error;
        sending.delete(number);
        troubled.add(number);
        tell();
        if (error.status !== 403) await ports.pause(Math.min(PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS), either);
      } finally {
        sending.delete(number);
      }
    }
  }
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next && !either.aborted; next = waiting.shift()) {
      const { number } = next;
      await send(number);
      troubled.delete(number);
      if (!either.aborted) tell();
    }
  }
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((error: unknown) => {
      failure.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  ports.tell(complete, false);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed && !signal.aborted) throw failed.reason;
  return sent;
}
