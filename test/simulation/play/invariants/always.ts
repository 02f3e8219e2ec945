/** What must be so at every moment, also while a run writes and where it was killed: looked at behind each write. */
import type { PlayWorld } from '../around.ts';

type User = { readonly pk: string; readonly tokens?: readonly string[] };

const WRITES =
  / dynamodb (?:TransactWriteItems|BatchExecuteStatement|ExecuteTransaction|BatchWriteItem|PutItem|DeleteItem) /u;

/** @returns takes each line of the trace; what is found is said once */
export function watchAlways(world: PlayWorld, wrong: string[]): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (!WRITES.test(line)) return;
    const items = world.items('directory');
    const serials = new Set(items.filter(({ sk }) => sk === 'TOKEN').map(({ pk }) => String(pk)));
    for (const { pk, tokens = [] } of items.filter(({ sk }) => sk === 'USER') as unknown as readonly User[])
      for (const serial of tokens) {
        const what = `always: ${pk} lists ${serial}, which is not there`;
        if (serials.has(`TOKEN#${serial}`) || said.has(what)) continue;
        said.add(what);
        wrong.push(`${what} (${new Date(world.scheduler.now()).toISOString()})`);
      }
  };
}
