/** One execution environment of a function: a thread with its own variables that runs the bundle of the cloud assembly. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { file, entry } = workerData as { file: string; entry: string };
const loading = import(pathToFileURL(file).href) as Promise<
  Record<string, (event: unknown, context: unknown) => Promise<unknown>>
>;

parentPort!.on('message', async ({ event, deadline }: { event: unknown; deadline: number }) => {
  try {
    const context = {
      functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    const result = await (await loading)[entry]!(event, context);
    parentPort!.postMessage({ result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    const { name, message } = error as Error;
    parentPort!.postMessage({ error: { errorType: name, errorMessage: message } });
  }
});
