/**
 * Runs inputs one after another in a process of its own, which the runner ends where one does not settle. It has the memory of a small
 * Lambda function (`--max-old-space-size`), so that what needs more ends it.
 */
import { setImmediate } from 'node:timers/promises';
import { Finding } from './finding.ts';
import { inputOf, type Job, targetOf } from './jobs.ts';
import type { Target } from './target.ts';

export type Found = { readonly kind: string; readonly detail: string };
/** `found` undefined where nothing was wrong. */
export type Done = { readonly found?: Found };

/** What one input may need beside what the process holds anyway. */
const LIMIT_BYTES = 256 * 1024 * 1024;
/** From this size on the process is swept first, so that its growth is the input's. */
const LARGE_BYTES = 256 * 1024;

const escaped: Found[] = [];
const noteEscaped = (kind: string) => (error: unknown) =>
  void escaped.push({ kind, detail: error instanceof Error ? `${error.stack}` : String(error) });
process.on('unhandledRejection', noteEscaped('an unhandled rejection'));
process.on('uncaughtException', noteEscaped('an uncaught exception'));

/** What loading has left behind is not the first input's. */
let swept = false;

const peak = (): number => process.resourceUsage().maxRSS * 1024;

/** What an input shows; undefined where all is as it must be. */
export async function tried(target: Target, input: Buffer): Promise<Found | undefined> {
  if (input.length >= LARGE_BYTES || !swept) globalThis.gc?.();
  swept = true;
  const [before, peakBefore] = [process.memoryUsage.rss(), peak()];
  let found: Found | undefined;
  try {
    await target.run(input);
  } catch (error) {
    const { kind, detail } = error instanceof Finding ? { kind: error.kind, detail: error.message } : thrown(error);
    found = { kind, detail };
  }
  // Rejections and events that none waits for come after the promises that are settled now.
  await setImmediate();
  const [late] = escaped.splice(0);
  const grown = peak() - before;
  if (peak() > peakBefore && grown > LIMIT_BYTES)
    found ??= { kind: 'more than 256 MB', detail: `${Math.round(grown / 1024 / 1024)} MB for ${input.length} bytes` };
  return found ?? late;
}

function thrown(error: unknown): Found {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { kind: `throws ${name}`, detail: `${message.slice(0, 500)}\n${stack.split('\n').slice(1, 8).join('\n')}` };
}

if (process.send) {
  process.on('message', (job: Job) => {
    const target = targetOf(job.target);
    void Promise.resolve()
      .then(async () => tried(target, await inputOf(target, job)))
      .catch(thrown)
      .then((found) => process.send!((found ? { found } : {}) satisfies Done));
  });
  process.on('disconnect', () => process.exit());
}
