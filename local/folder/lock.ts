/**
 * One deployment a data folder. Two locks, both of which the system frees when the process ends in whatever way, so that no number of a
 * process that was given to another one since can be taken for it: a lock on a file in the folder, which holds under each path and in each
 * container that sees the folder; and a socket, by which releases before this one knew each other.
 */
import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Holds nothing; SQLite knows how to lock a file on every system. */
export const LOCK_FILE = 'lock.sqlite';
const BUSY = 5;
const NO_DATABASE = 26;

/** Without a file on Linux (an abstract socket) and on Windows (a pipe). */
function addressOf(data: string): { readonly address: string; readonly file: boolean } {
  const name = `landfall-${createHash('sha256').update(realpathSync(data)).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return { address: `\0${name}`, file: false };
  if (process.platform === 'win32') return { address: `\\\\.\\pipe\\${name}`, file: false };
  return { address: join(tmpdir(), `${name}.sock`), file: true };
}

/** The server that listens there, or undefined where another one does. */
const listen = (address: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** @returns what gives it free; undefined where another process has it */
function lockFile(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === BUSY) return undefined;
    if (errcode !== NO_DATABASE) throw error;
    // Something else was written there. A process that had it locked would have been met first.
    rmSync(file);
    return lockFile(file);
  }
}

async function lockSocket(data: string): Promise<(() => void) | undefined> {
  const { address, file } = addressOf(data);
  let server = await listen(address);
  // The file of a socket outlives a process that was killed.
  if (!server && file && !(await answers(address))) {
    rmSync(address, { force: true });
    server = await listen(address);
  }
  return server && (() => void server.close());
}

/** @param data a folder that is there @returns what gives it free; undefined where another process has it */
export async function lockFolder(data: string): Promise<(() => void) | undefined> {
  const freeFile = lockFile(join(data, LOCK_FILE));
  if (!freeFile) return undefined;
  const freeSocket = await lockSocket(data);
  if (!freeSocket) {
    freeFile();
    return undefined;
  }
  return () => {
    freeSocket();
    freeFile();
  };
}
