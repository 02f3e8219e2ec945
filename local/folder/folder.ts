/**
 * The folder of all that a deployment keeps: looked at before anything is done with it. What is refused here is untouched; each refusal says
 * what happened and what to do.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { peekState, readVitalState, setAside, writeState } from '#cli/sample/state-file.ts';
import manifest from '../../package.json' with { type: 'json' };
import { holdsTables } from './check-database.ts';
import { LOCK_FILE, lockFolder } from './lock.ts';

/** Of the folder as a whole. It is raised where a release before could not go on with what this one writes. */
export const FORMAT = 1;
const FORMAT_FILE = 'format.json';
/** What a start writes before it has anything to keep: the assembly, the pages, the engines' empty files. */
export const ROOM_MIB = 64;
const WATCH_MS = 5_000;
const MEBIBYTE = 1024 * 1024;

/** `complete`: a start came to its end, so that all below is there. `engine`: whose tables they are. */
const markSchema = z.object({ format: z.int(), release: z.string(), complete: z.boolean(), engine: z.string() });
type Mark = z.infer<typeof markSchema>;
const formatSchema = z.looseObject({ format: z.int(), release: z.string().default('unknown') });
/** Of deployment.json, what a refusal names. */
const runningSchema = z.object({ apiUrl: z.string(), pid: z.int() });

export const DATABASE = join('dynamodb', 'directory.sqlite');
export const QUEUES = join('storage', 'fauxqs.db');
const KEYS = 'keys.json';
const engine = () => (process.env['LANDFALL_DYNAMODB_LOCAL'] ? 'dynamodb-local' : 'dynoxide');

type Say = (line: string) => void;

export function freeMebibytes(data: string): number {
  const { bavail, bsize } = statfsSync(data);
  return Math.floor((bavail * bsize) / MEBIBYTE);
}

/** The folder itself, or the first above it that is there. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

/** Says once that the disk is almost full, and once that it is not any more. The result stops it. */
export function watchDisk(data: string, say: Say): () => void {
  let full = false;
  const timer = setInterval(() => {
    const free = freeMebibytes(data);
    if (free < ROOM_MIB === full) return;
    full = !full;
    if (full)
      say(
        `The disk that holds ${data} is almost full: ${free} MiB are left. What can't be kept is refused. Free some space`,
      );
    else say(`The disk that holds ${data} has room again: ${free} MiB`);
  }, WATCH_MS).unref();
  return () => clearInterval(timer);
}

/** Makes the folder where it is not there. @throws Error where it is no folder, another user's, or its disk is full */
export function makeFolder(data: string, say: Say): void {
  if (existsSync(data) && !statSync(data).isDirectory())
    throw new Error(`${data} is a file. Name a folder: --data DIR`);
  const [owner, me] = [statSync(data, { throwIfNoEntry: false })?.uid, process.getuid?.()];
  if (owner !== undefined && me !== undefined && owner !== me) {
    if (me !== 0)
      throw new Error(
        `${data} belongs to another user (${owner}). Start as that user, or use another folder: --data DIR`,
      );
    say(
      `${data} belongs to another user (${owner}), who can't use the files that root makes there: start as that user`,
    );
  }
  // Said by the system in its own words where it does not let us, which a failed mkdir or a database does not.
  accessSync(nearest(data), constants.W_OK);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const free = freeMebibytes(data);
  if (free < ROOM_MIB)
    throw new Error(
      `the disk that holds ${data} is full: ${free} MiB are left, and a start takes ${ROOM_MIB}. Free some space and start again; what is kept is whole.`,
    );
}

/** Holds the folder for this process. @throws Error where a deployment runs in it */
export async function holdFolder(data: string): Promise<() => void> {
  const free = await lockFolder(data);
  if (free) return free;
  const running = peekState(join(data, 'deployment.json'), runningSchema);
  const where = running
    ? `, at ${running.apiUrl} (process ${running.pid})`
    : `, or a backup or a restore of ${data} is being made`;
  throw new Error(`it runs already${where}. Press Ctrl-C there, or use another folder: --data DIR`);
}

/** Whether a deployment, or a backup or restore, has the folder now. */
export async function isHeld(data: string): Promise<boolean> {
  if (!existsSync(data)) return false;
  const free = await lockFolder(data);
  free?.();
  return free === undefined;
}

/** Deletes all that is kept, but not the lock that is held. */
export function emptyFolder(data: string): void {
  for (const name of readdirSync(data))
    if (name !== LOCK_FILE) rmSync(join(data, name), { recursive: true, force: true });
}

/** @throws Error where a later release, or another engine, has written what is there */
function readMark(data: string): Mark {
  const file = join(data, FORMAT_FILE);
  const other = readVitalState(file, formatSchema);
  if (other && other.format > FORMAT)
    throw new Error(
      `${data} was written by a later release (${other.release}), which this one (${manifest.version}) can't read. Start that release, or use another folder: --data DIR`,
    );
  // Releases before had no mark, and wrote the operator's key when all else was there.
  const earlier = {
    format: 0,
    release: 'earlier',
    engine: engine(),
    complete: existsSync(join(data, 'operator.json')),
  };
  const mark = readVitalState(file, markSchema) ?? earlier;
  if (mark.complete && mark.engine !== engine())
    throw new Error(
      `the tables in ${data} are those of ${mark.engine}: ${mark.engine === 'dynoxide' ? 'unset' : 'set'} LANDFALL_DYNAMODB_LOCAL, or use another folder: --data DIR`,
    );
  return mark;
}

const LOST: Readonly<Record<string, string>> = {
  [QUEUES]: 'uploads and recovery mails that waited there are lost: upload again, ask for the mail again',
  'operator.json': 'another one is made: programs that had the old key are refused',
  'ports.json': 'ports are chosen anew: links in mails that were sent may lead elsewhere',
  executions: 'runs that were going on are not: landfall run resume takes them up',
};

/** What of a folder that was complete is not there any more. @throws Error where nothing can be read without it */
function checkPieces(data: string, say: Say): void {
  const vital = [KEYS, ...(engine() === 'dynoxide' ? [DATABASE] : []), join('storage', 'objects', 'buckets')];
  for (const piece of vital)
    if (!existsSync(join(data, piece)))
      throw new Error(
        `${join(data, piece)} is missing, and without it what is kept can't be read. Put it back, restore a backup (npm start -- --restore FILE --replace), or begin afresh: npm start -- --reset`,
      );
  for (const [piece, what] of Object.entries(LOST))
    if (!existsSync(join(data, piece))) say(`${join(data, piece)} is missing: ${what}.`);
}

/** Looks at what is there. @throws Error where this release must not go on with it */
export function checkFolder(data: string, say: Say): Mark {
  const mark = readMark(data);
  if (mark.complete) checkPieces(data, say);
  else markFolder(data, false);
  return mark;
}

/** @param complete a start came to its end */
export function markFolder(data: string, complete: boolean): void {
  const mark: Mark = { format: FORMAT, release: manifest.version, complete, engine: engine() };
  writeState(join(data, FORMAT_FILE), JSON.stringify(mark));
}

/** Looks whether the engines' databases are whole, beside what else is done. @throws Error where the tables are not */
export async function checkDatabases(data: string, { complete }: Mark, say: Say): Promise<void> {
  const whole = (file: string) => (existsSync(join(data, file)) ? holdsTables(join(data, file), complete) : true);
  if (engine() === 'dynoxide' && !(await whole(DATABASE)))
    throw new Error(
      `${join(data, DATABASE)} is damaged, perhaps cut off: the tables can't be read. Restore a backup (npm start -- --restore FILE --replace), or begin afresh: npm start -- --reset`,
    );
  if (await whole(QUEUES)) return;
  for (const end of ['', '-wal', '-shm']) setAside(join(data, `${QUEUES}${end}`));
  say(`${join(data, QUEUES)} is damaged. It is kept as ${QUEUES}.damaged; ${LOST[QUEUES]}.`);
}
