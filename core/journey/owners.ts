/** Whose journey a changed item of the directory is about. */
import { chunksOf } from '#core/concurrency.ts';
import type { Token } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import type { LeaveOut } from './follow.ts';

export type TokenPorts = {
  /** By serial. */
  readTokens(serials: readonly string[]): Promise<ReadonlyMap<string, Pick<Token, 'assignee'>>>;
  leaveOut: LeaveOut;
};

const behind = (keys: readonly string[], prefix: string): string[] =>
  keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

/** Halves what holds a token that can't be read, until it stands alone. */
async function assigneesOf(ports: TokenPorts, serials: readonly string[]): Promise<string[]> {
  if (serials.length === 0) return [];
  try {
    return [...(await ports.readTokens(serials)).values()].flatMap(({ assignee }) => assignee ?? []);
  } catch (error) {
    if (!isError(error, 'stored.damaged')) throw error;
    if (serials.length > 1)
      return (
        await Promise.all(chunksOf(serials, Math.ceil(serials.length / 2)).map((half) => assigneesOf(ports, half)))
      ).flat();
    ports.leaveOut({ error });
    return [];
  }
}

/** Users who have changed, and those whose tokens have. @param keys partition keys of the directory @returns user keys, each once */
export async function ownersOf(ports: TokenPorts, keys: readonly string[]): Promise<string[]> {
  return [...new Set([...behind(keys, 'USER#'), ...(await assigneesOf(ports, behind(keys, 'TOKEN#')))])];
}
