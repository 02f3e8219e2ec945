/** `npm start -- --backup FILE`: all that a deployment keeps, of one moment, in one file; while it runs or not. */
import { createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { syncFolder } from '#cli/sample/state-file.ts';
import manifest from '../../package.json' with { type: 'json' };
import { explain } from '../folder/explain.ts';
import { checkFolder, DATABASE, FORMAT, QUEUES } from '../folder/folder.ts';
import { lockFolder } from '../folder/lock.ts';
import { endOrphans } from '../folder/orphan.ts';
import { entriesOf, packed } from './archive.ts';
import { newPassphrase, type PassphraseOptions } from './passphrase.ts';
import { progress } from './progress.ts';
import { finishRestore } from './restored.ts';
import { askSnapshot } from './running.ts';
import { sealing } from './sealed.ts';
import { copyFolder, SNAPSHOT } from './snapshot.ts';

type Say = (line: string) => void;
/** A folder of one moment; `end` removes it. */
type Snapshot = { readonly folder: string; readonly heldMs: number; readonly end: () => void };

/** @throws Error where a backup can't or must not be written there */
function checkTarget(file: string, data: string): void {
  if (!existsSync(data)) throw new Error(`there is no ${data}: nothing runs or ran there. Name the folder: --data DIR`);
  if (existsSync(file)) throw new Error(`${file} is there already, and is not written over. Name another file`);
  if (!existsSync(dirname(file))) throw new Error(`there is no folder ${dirname(file)}. Make it, or name another file`);
  if (!relative(data, file).startsWith('..'))
    throw new Error(`${file} lies in the folder that it is a backup of. Name a file elsewhere, best on another disk`);
}

/** Of a deployment that does not run. The lock is held meanwhile. */
async function ownSnapshot(data: string, free: () => void, say: Say): Promise<Snapshot> {
  const folder = join(data, `${SNAPSHOT}own`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await endOrphans(join(data, 'dynamodb'));
    finishRestore(data, say);
    if (!checkFolder(data, say).complete)
      throw new Error(`${data} holds nothing yet: no start came to its end. Start Landfall, then back it up`);
    for (const name of readdirSync(data))
      if (name.startsWith(SNAPSHOT)) rmSync(join(data, name), { recursive: true, force: true });
    copyFolder(data, folder);
  } catch (error) {
    remove();
    free();
    throw error;
  }
  const end = () => {
    remove();
    free();
  };
  return { folder, heldMs: 0, end };
}

/** What stands in the journal goes into the database, and it is read from its first page to its last. @throws Error where it is damaged */
function settle(file: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    const [{ quick_check: found } = {}] = database.prepare('PRAGMA quick_check(1)').all();
    if (found !== 'ok') throw new Error('database disk image is malformed');
  } finally {
    database.close();
  }
}

/** @param file where the backup goes; it is there when it is whole, and never before */
export async function backUp(data: string, target: string, options: PassphraseOptions, say: Say): Promise<void> {
  const file = resolve(target);
  checkTarget(file, data);
  const passphrase = await newPassphrase(options);
  const part = `${file}.part`;
  const free = await lockFolder(data);
  const snapshot: Snapshot = free ? await ownSnapshot(data, free, say) : await askSnapshot(data);
  const remove = () => rmSync(part, { force: true });
  process.once('exit', remove);
  try {
    if (!free) say(`A snapshot is made; nothing could be written for ${(snapshot.heldMs / 1000).toFixed(1)} s`);
    for (const database of [DATABASE, QUEUES]) settle(join(snapshot.folder, database));
    const entries = entriesOf(snapshot.folder);
    const bytes = entries.reduce((sum, { size = 0 }) => sum + size, 0);
    const about = {
      folder: FORMAT,
      release: manifest.version,
      madeAt: new Date().toISOString(),
      files: entries.length,
      bytes,
    };
    const seals = await sealing(about, passphrase);
    const plain = Readable.from(packed(snapshot.folder, entries, progress('Backed up', bytes, say)));
    const gzip = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline(plain, gzip, seals, createWriteStream(part, { mode: 0o600, flush: true })).catch(
      (error: unknown) => {
        throw new Error(explain(error, dirname(file)));
      },
    );
    renameSync(part, file);
    syncFolder(dirname(file));
    say(
      `Backed up ${entries.length} files into ${file} (${(statSync(file).size / 2 ** 20).toFixed(1)} MiB), which you alone may read`,
    );
  } finally {
    remove();
    process.off('exit', remove);
    snapshot.end();
  }
  if (passphrase === undefined)
    say(
      'WARNING: it is NOT encrypted, and holds all keys: a reader of it can open seeds, PINs and answers. --passphrase-file FILE encrypts',
    );
}
