/** The source deployments whose packages were imported. */
import * as z from 'zod';
import { type SourcePorts, type SourceView, setSourceClosed, sourceViews } from '#core/administration/sources.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import { administrator, migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, unixTime } from '../route/shapes.ts';

const source = answers<SourceView>()(
  z.strictObject({
    name: z.string(),
    kind: z.enum(SOURCE_KINDS),
    firstRun: z.string().describe('Its first import'),
    lastRun: z.string().optional().describe('Its newest import that began'),
    newestPackedAt: unixTime.optional().describe('When its newest imported package was packed'),
    newestRun: z.string().optional().describe('The import that wrote last'),
    closed: z.literal(true).optional().describe('Nothing of it is imported any more'),
    writer: z.string().optional().describe('The run that writes'),
    queued: z.array(z.string()).describe('The runs that wait, eldest first'),
    renames: z.number().optional().describe('How many of its people get another user ID here by a list'),
    userIdSuffix: z.string().optional(),
  }),
);

export const listSources = route({
  id: 'listSources',
  method: 'GET',
  path: '/sources',
  summary: 'The sources, by name',
  caller: migrating('admin'),
  answer: {
    status: 200,
    means: 'All sources.',
    body: { name: 'Sources', schema: z.strictObject({ sources: z.array(source) }) },
  },
  errors: [],
  handle: async (deps: SourcePorts) => ({ body: { sources: await sourceViews(deps) } }),
});

export const changeSource = route({
  id: 'changeSource',
  method: 'PATCH',
  path: '/source',
  summary: 'Close a source, or open it again',
  details: 'Of a closed source nothing is imported, and what waits is not started.',
  caller: administrator('super-admin'),
  credentials: 'kept',
  body: {
    name: 'SourceChange',
    schema: z.strictObject({ name: z.string().min(1).max(100), closed: z.boolean() }),
    example: { name: 'am-old.corp.example', closed: true },
  },
  answer: { status: 200, means: 'The source as it is now.', body: { name: 'Source', schema: source } },
  errors: ['source.not_found'],
  handle: async (deps: SourcePorts, { actor, body: { name, closed }, now }) => ({
    body: await setSourceClosed(deps, name, closed, { actor, now }),
  }),
});
