/** `landfall sources` and `landfall source`: the source deployments, closed and opened again. */
import type { Command } from 'commander';
import type { SourceView } from '#core/administration/sources.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print, table } from '../text/output.ts';

const day = (time: number | undefined): string => (time === undefined ? '-' : new Date(time).toISOString());

const rowOf = ({ name, kind, closed, newestPackedAt, newestRun, writer, queued }: SourceView) => [
  name,
  kind,
  closed ? 'closed' : 'open',
  day(newestPackedAt),
  newestRun ?? '-',
  writer ?? '-',
  queued.length,
];
const HEAD = ['source', 'kind', 'state', 'newest packed', 'newest import', 'writes', 'queued'];

async function list(options: OnlineOptions): Promise<void> {
  const { sources } = await (await clientOf(options)).call<{ sources: SourceView[] }>('GET', '/sources');
  print(options.json, { sources }, () =>
    sources.length === 0 ? 'Nothing has been imported yet.' : table(HEAD, sources.map(rowOf)),
  );
}

const change =
  (closed: boolean) =>
  async (name: string, options: OnlineOptions): Promise<void> => {
    const client = await clientOf(options);
    const source = await client.call<SourceView>('PATCH', '/source', { body: { name, closed } });
    print(options.json, source, () =>
      closed ? `Closed: nothing of ${name} is imported any more.` : `Open again: ${name}`,
    );
  };

export function register(program: Command): void {
  online(
    program
      .command('sources')
      .summary('where packages came from')
      .description('Lists the source deployments with their newest import, who writes and how many wait.'),
    'sources',
    'sources --json',
  ).action(list);
  const source = withExamples(
    program.command('source').summary('close or open a source').description('One source deployment, by its name.'),
    'source close am-old.corp.example',
  );
  online(
    source
      .command('close')
      .description('Imports nothing of this source any more; what waits is not started. A super-admin.')
      .argument('<name>', 'as `landfall sources` shows it'),
    'source close am-old.corp.example',
  ).action(change(true));
  online(
    source
      .command('open')
      .description('Imports packages of this source again. A super-admin.')
      .argument('<name>', 'as `landfall sources` shows it'),
    'source open am-old.corp.example',
  ).action(change(false));
}
