/** Which runs changed one person: the newest runs of the person's source, and what the person was before each. */
import type { RunOfPerson } from '#core/administration/callers/timeline.ts';
import type { User } from '#core/directory/model.ts';
import { userKey } from '#core/text.ts';
import { readBefore } from './before-images.ts';
import { listRuns } from './records.ts';

/** A run that is older has no image of before any more, or nearly none: they expire. */
const RUNS = 100;

/** Newest first; those alone that changed the person, or brought it in and were taken back. */
export async function readRunsOf(user: User): Promise<readonly RunOfPerson[]> {
  const { records } = await listRuns(RUNS);
  const imports = records.filter(
    ({ kind, source }) => kind === 'import' && source !== undefined && source.deployment === user.source,
  );
  const keys = [...new Set([user.userId, user.sourceUserId ?? user.userId].map(userKey))];
  const runs = await Promise.all(
    imports.map(async ({ id, startedAt, rollback }): Promise<RunOfPerson> => {
      const { users } = await readBefore(id, { users: keys, tokens: [] });
      const images = keys.flatMap((key) => users.get(key) ?? []);
      const before = images.find(({ createdAt }) => createdAt === user.createdAt);
      const takenBackAt = user.origin?.migration === id || before ? rollback?.at : undefined;
      return { run: id, at: startedAt, before, takenBackAt };
    }),
  );
  return runs.filter(({ before, takenBackAt }) => before !== undefined || takenBackAt !== undefined);
}
