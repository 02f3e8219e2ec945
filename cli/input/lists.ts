/** Lists of users that a run is given as files. */
import { createReadStream } from 'node:fs';
import { invalid } from '#core/errors.ts';
import { MAX_WAVE } from '#core/migration/wave.ts';
import { readRenameList } from '#core/sources/rename-list.ts';
import { readSerialList } from '#core/sources/serial-list.ts';
import { readUserList } from '#core/sources/user-list.ts';
import { writtenText } from '#core/sources/written-list.ts';

/** User IDs of a wave, as they are written. @throws LandfallError users_file.unreadable */
export async function readWave(file: string, option = '--only'): Promise<string[]> {
  const name = `file of ${option}`;
  const users = readUserList(await writtenText(createReadStream(file), name), name);
  if (users.length > MAX_WAVE)
    throw invalid(
      'users_file.unreadable',
      `The file of ${option} names ${users.length} users. One run takes at most ${MAX_WAVE}: make several waves of them.`,
      {},
    );
  return users.map(({ userId }) => userId);
}

/** Serial numbers, one a line, or in the first column of a CSV. @throws LandfallError users_file.unreadable */
export async function readSerials(file: string): Promise<string[]> {
  const name = 'file of serial numbers';
  return readSerialList(await writtenText(createReadStream(file), name), name);
}

/** Pairs of a user ID in the source and here. @throws LandfallError users_file.unreadable */
export async function readRenames(file: string): Promise<[string, string][]> {
  const name = 'file of --rename';
  return readRenameList(await writtenText(createReadStream(file), name), name);
}

/** User IDs of people who were told. @throws LandfallError users_file.unreadable */
export async function readTold(file: string): Promise<string[]> {
  const name = 'file of people who were told';
  return readUserList(await writtenText(createReadStream(file), name), name).map(({ userId }) => userId);
}
