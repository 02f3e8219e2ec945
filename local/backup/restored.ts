/**
 * The end of a restore: what was unpacked takes the place of what was there. A journal is written before the first file moves, so that the next
 * start, backup or restore ends what a power cut has interrupted; each move is one rename, and none is done twice.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readVitalState, syncFolder, writeState } from '#cli/sample/state-file.ts';
import { LOCK_FILE } from '../folder/lock.ts';
import { ASIDE, JOURNAL, SNAPSHOT, STAGED } from './snapshot.ts';

const name = z.string().regex(/^[^/\\]+$/u);
/** `old`: what was there. */
const journal = z.object({ staged: name, aside: name, old: z.array(name) });

/** In the folder until the next start has ended all sessions. */
export const RESTORED = 'restored.json';

/** What a restore leaves alone, whatever is restored. */
const isOwn = (one: string): boolean =>
  [LOCK_FILE, `${LOCK_FILE}-journal`, JOURNAL].includes(one) ||
  [ASIDE, STAGED, SNAPSHOT].some((start) => one.startsWith(start));

export const contentOf = (data: string): string[] => readdirSync(data).filter((one) => !isOwn(one));

/** From here on the restore is done, or is done by the next start. */
export function decideRestore(data: string, staged: string, now: Date): void {
  const aside = `${ASIDE}${now.toISOString().replaceAll(/\W/gu, '')}`;
  writeState(join(data, JOURNAL), JSON.stringify({ staged, aside, old: contentOf(data) }));
}

/** Ends a restore that was decided, and removes what is left of one that was not, or of a backup. The folder's lock is held. */
export function finishRestore(data: string, say: (line: string) => void): void {
  const found = readVitalState(join(data, JOURNAL), journal);
  if (found) {
    const { staged, aside, old } = found;
    if (old.length > 0) mkdirSync(join(data, aside), { recursive: true, mode: 0o700 });
    for (const one of old)
      if (existsSync(join(data, one)) && !existsSync(join(data, aside, one)))
        renameSync(join(data, one), join(data, aside, one));
    syncFolder(data);
    for (const one of existsSync(join(data, staged)) ? readdirSync(join(data, staged)) : [])
      renameSync(join(data, staged, one), join(data, one));
    syncFolder(data);
    if (old.length > 0)
      say(`What was in ${data} before is kept in ${join(data, aside)}: delete it when you need it no more`);
    rmSync(join(data, JOURNAL));
    syncFolder(data);
  }
  for (const one of readdirSync(data))
    if (one.startsWith(STAGED) || one.startsWith(SNAPSHOT)) rmSync(join(data, one), { recursive: true, force: true });
}
