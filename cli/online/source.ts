/** Which source a command is about. */
import type { SourceView } from '#core/administration/sources.ts';
import { LandfallError } from '#core/errors.ts';
import type { Client } from './client.ts';

/** The one that was named, or the only one. @throws LandfallError source.which */
export async function sourceOf(client: Client, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const { sources } = await client.call<{ sources: SourceView[] }>('GET', '/sources');
  const [only] = sources;
  if (only && sources.length === 1) return only.name;
  const detail = only
    ? `There are several sources: name one of ${sources.map(({ name }) => `"${name}"`).join(', ')}.`
    : 'There is no source yet: nothing has been imported.';
  throw new LandfallError('source.which', { detail });
}
