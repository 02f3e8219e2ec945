/** Whether a database of an engine is whole: read from its first page to its last, in a thread of its own. */
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const DAMAGED = [11, 26];

/** @returns undefined of an empty one @throws Error of the system, a full disk for example */
function isWhole(file: string): boolean | undefined {
  const database = new DatabaseSync(file);
  try {
    const [{ found } = {}] = database.prepare('SELECT count(*) AS found FROM sqlite_schema').all();
    const checked = database.prepare('PRAGMA quick_check(1)').all();
    if (checked.length !== 1 || checked[0]!['quick_check'] !== 'ok') return false;
    return found === 0 ? undefined : true;
  } catch (error) {
    if (DAMAGED.includes((error as { errcode: number }).errcode)) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** @param filled an empty one is not whole @throws Error of the system */
export async function holdsTables(file: string, filled: boolean): Promise<boolean> {
  const worker = new Worker(import.meta.filename, { workerData: { file }, execArgv: ['--no-warnings'] });
  const [whole] = (await once(worker, 'message')) as [boolean | undefined];
  return whole ?? !filled;
}

if (!isMainThread && parentPort) parentPort.postMessage(isWhole((workerData as { file: string }).file));
