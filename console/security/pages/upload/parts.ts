/** Sends the parts of a package, several at once, each again until it is there; what a part has sent counts as it goes. */

export type Target = { readonly number: number; readonly url: string };
export type SentPart = { readonly number: number; readonly etag: string };

/** The storage's refusal of a part, or no answer at all (0). */
export class PartRefused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Status ${status}`);
    this.status = status;
  }
}

export type PartPorts = {
  /** Sends one part. @returns its ETag @throws PartRefused; whatever, once the signal is aborted */
  put(target: Target, tell: (bytes: number) => void, signal: AbortSignal): Promise<string>;
  /** URLs anew, for those that are too old. @throws what the API refuses */
  targets(): Promise<readonly Target[]>;
  /** Bytes of a part. */
  sizeOf(number: number): number;
  /** Waits, or less long where there is a reason to try at once. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** @param bytes sent in all @param trouble a part waits before it is tried again */
  tell(bytes: number, trouble: boolean): void;
};

const AT_ONCE = 3;
/** A part that went wrong is tried again after 1, 2, 4 … seconds, at most 30; two minutes in all. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const TRIES = 8;
const passes = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;

/**
 * Sends the parts that are missing. @param there bytes that are there already
 * @returns the parts sent @throws PartRefused where one can't be sent; what `targets` throws; nothing where `signal` is aborted
 */
export async function sendParts(
  missing: readonly Target[],
  there: number,
  ports: PartPorts,
  signal: AbortSignal,
): Promise<readonly SentPart[]> {
  const sent: SentPart[] = [];
  const under = new Map<number, number>();
  const troubled = new Set<number>();
  const waiting = [...missing];
  let urls = new Map(missing.map(({ number, url }) => [number, url]));
  let renewed: Promise<void> | undefined;
  let whole = there;
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const tell = () =>
    ports.tell(
      [...under.values()].reduce((sum, bytes) => sum + bytes, whole),
      troubled.size > 0,
    );

  /** Once for all parts whose URLs are too old at the same time. */
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
          under.set(number, bytes);
          troubled.delete(number);
          tell();
        };
        const etag = await ports.put({ number, url: urls.get(number)! }, moved, either);
        sent.push({ number, etag });
        whole += ports.sizeOf(number);
        return;
      } catch (error) {
        if (either.aborted) return;
        if (!(error instanceof PartRefused) || tries === TRIES) throw error;
        // A URL is good for an hour.
        if (error.status === 403 && tries <= 2) await renew();
        else if (!passes(error.status)) throw error;
        under.delete(number);
        troubled.add(number);
        tell();
        if (error.status !== 403) await ports.pause(Math.min(PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS), either);
      } finally {
        under.delete(number);
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
  ports.tell(whole, false);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed && !signal.aborted) throw failed.reason;
  return sent;
}
