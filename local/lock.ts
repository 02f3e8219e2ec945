/**
 * One deployment a data folder. The lock is a socket that the process listens on: the system frees it when the process ends in
 * whatever way, so that no number of a process that was given to another one since can be taken for it.
 */
import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** @param data a folder that is there @returns what gives it free; undefined where another process has it */
export async function lockFolder(data: string): Promise<(() => void) | undefined> {
  const { address, file } = addressOf(data);
  let server = await listen(address);
  // The file of a socket outlives a process that was killed.
  if (!server && file && !(await answers(address))) {
    rmSync(address, { force: true });
    server = await listen(address);
  }
  return server && (() => void server.close());
}
