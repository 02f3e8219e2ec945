/** `npm start -- --restore FILE`: a backup into an empty folder, or in place of what is there. All of it is verified before anything is touched. */
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { writeState } from '#cli/sample/state-file.ts';
import { checkDatabases, checkFolder, FORMAT, freeMebibytes, holdFolder, makeFolder } from '../folder/folder.ts';
import { endOrphans } from '../folder/orphan.ts';
import { unpack } from './archive.ts';
import { knownPassphrase, type PassphraseOptions } from './passphrase.ts';
import { progress } from './progress.ts';
import { contentOf, decideRestore, finishRestore, RESTORED } from './restored.ts';
import { open } from './sealed.ts';
import { STAGED } from './snapshot.ts';

type Options = PassphraseOptions & { readonly replace?: boolean };
type Say = (line: string) => void;

/** @throws Error where what was unpacked is no folder that a start goes on with */
async function verify(staged: string): Promise<void> {
  const missing = (line: string) => {
    throw new Error(`the backup is not complete: ${line}. Nothing was restored from it`);
  };
  const mark = checkFolder(staged, missing);
  if (!mark.complete) missing('no start of it came to its end');
  await checkDatabases(staged, mark, missing);
}

export async function restore(data: string, source: string, options: Options, say: Say): Promise<void> {
  const file = resolve(source);
  if (!existsSync(file)) throw new Error(`there is no ${file}`);
  const bytes = createReadStream(file, { highWaterMark: 256 * 1024 });
  const { header, plain } = await open(file, bytes as AsyncIterable<Buffer>, FORMAT);
  const passphrase = header.encryption ? await knownPassphrase(options, file) : undefined;
  makeFolder(data, say);
  const free = await holdFolder(data);
  const name = `${STAGED}${randomBytes(6).toString('hex')}`;
  const staged = join(data, name);
  try {
    await endOrphans(join(data, 'dynamodb'));
    finishRestore(data, say);
    if (contentOf(data).length > 0 && !options.replace)
      throw new Error(
        `${data} is not empty. Restore into another folder (--data DIR), or in place of what is there, which is kept aside: --replace`,
      );
    const needed = Math.ceil(header.bytes / 2 ** 20);
    if (needed > freeMebibytes(data))
      throw new Error(
        `the disk that holds ${data} is full: the backup takes ${needed} MiB. Free some space and try again`,
      );
    say(`Restoring the backup of ${header.madeAt} (release ${header.release}, ${header.files} files) into ${data}`);
    const gunzip = createGunzip();
    const told = progress('Restored', header.bytes, say);
    await pipeline(plain(passphrase), gunzip, (source: AsyncIterable<Buffer>) => unpack(source, staged, told));
    await verify(staged);
    writeState(join(staged, RESTORED), JSON.stringify({ madeAt: header.madeAt }));
    decideRestore(data, name, new Date());
    finishRestore(data, say);
    say(
      `Restored. The next start ends all sessions, and goes on as it was on ${header.madeAt}: npm start -- --data ${data}`,
    );
  } finally {
    if (existsSync(join(data, name)) && !existsSync(join(data, 'restore.json')))
      rmSync(staged, { recursive: true, force: true });
    free();
  }
}
