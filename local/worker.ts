/** One execution environment of a function: a thread with its own variables that runs the bundle of the cloud assembly. */
import { randomUUID } from 'node:crypto';
import { createRequire, flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { resolveLoopbackNames } from '#cli/online/loopback.ts';
import { monotonicMs } from './monotonic.ts';

type Handler = (event: unknown, context: object) => Promise<unknown>;

resolveLoopbackNames();
const { file, entry } = workerData as { file: string; entry: string };
const bundle = createRequire(file)(file) as Record<string, Handler>;

let kept = false;
/** After the first call, so that what it needed is among it; a thread that is ended keeps nothing by itself. */
function keepCompiled(): void {
  if (!kept) flushCompileCache();
  kept = true;
}

parentPort!.on('message', ({ event, deadline }: { event: unknown; deadline: number }) => {
  const functionName = process.env['AWS_LAMBDA_FUNCTION_NAME'];
  const context = {
    functionName,
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => deadline - monotonicMs(),
  };
  void Promise.resolve()
    .then(() => bundle[entry]!(event, context))
    .then(
      (result) => parentPort!.postMessage({ json: JSON.stringify(result ?? null) }),
      ({ name, message }: Error) => parentPort!.postMessage({ error: { name, message } }),
    )
    .then(keepCompiled);
});
