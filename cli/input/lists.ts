/** Lists of users that a run is given as files. */
import { createReadStream } from 'node:fs';
import { invalid } from '#core/errors.ts';
import { MAX_WAVE } from '#core/migration/wave.ts';
import { readRenameList } from '#core/sources/rename-list.ts';
import { readUserList } from '#core/sources/user-list.ts';
import { decodeText } from '#core/text-stream.ts';

async function textOf(file: string): Promise<string> {
  let text = '';
  for await (const piece of decodeText(createReadStream(file))) text += piece;
  return text;
}

/** User IDs of a wave, as they are written. @throws LandfallError users_file.unreadable */
export async function readWave(file: string): Promise<string[]> {
  const users = readUserList(await textOf(file), 'file of --only');
  if (users.length > MAX_WAVE)
    throw invalid(
      'users_file.unreadable',
      `The file of --only names ${users.length} users. One run takes at most ${MAX_WAVE}: make several waves of them.`,
      {},
    );
  return users.map(({ userId }) => userId);
}

/** Pairs of a user ID in the source and here. @throws LandfallError users_file.unreadable */
export const readRenames = async (file: string): Promise<[string, string][]> =>
  readRenameList(await textOf(file), 'file of --rename');
