/**
 * The deployed state machines on a second interpreter, moto's, beside that of the embedded deployment: the same ways through the machine,
 * the same payload of each function, the same end. DEVIATIONS says where moto reads less than AWS, and a test says when it no longer does.
 */
import { machinesOf } from '#infra/cloud-assembly/description.ts';
import { deployedAs } from '../support/cloud.ts';
import { DEVIATIONS, type Definition, NamedError, onEmbedded, startOther, type Work } from './support/interpreters.ts';
import { pythonTest } from './support/python.ts';

const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
const machines = machinesOf<Definition>(assembly);
const [migration, campaign] = ['landfall-migration', 'landfall-campaign'].map((name) => machines.get(name)!);
const bucketOf = (id: string) => assembly.resources.find(({ name }) => name.includes(id.toLowerCase()))!.name;
const plan = ['{"number":1}', '{"number":2}', '{"number":3}', ''].join('\n');
const objects = new Map(
  ['plans/parts.jsonl', 'plans/ranges.jsonl'].map((key) => [`/${bucketOf('exportbucket')}/${key}`, plan]),
);

const run = {
  migration: '0f',
  plan: 'plans/parts.jsonl',
  ranges: 'plans/ranges.jsonl',
  results: 'reports/0f/results',
  maxConcurrency: 2,
  dryRun: false,
  asks: false,
  source: 'external',
};
const started = { migration: '0f', waitSeconds: 0 };

type Answers = Readonly<Record<string, (event: never, call: number) => unknown>>;
/** What each state's function returns where nothing goes wrong. */
const GOOD: Answers = {
  ReadManifest: () => run,
  PlanRun: () => run,
  PlanRollback: () => run,
  ConfirmChanges: () => ({ waits: false, changes: 3 }),
  SortKeys: () => ({ done: true }),
  MoveUsers: ({ moves }: { moves?: object }) =>
    moves ? { done: true, next: null } : { done: false, next: 'user-1000' },
  EnableSelfService: () => ({ awaited: false }),
  Summarize: (event: object) => ({ summary: Object.keys(event).toSorted() }),
  RecordFailure: ({ error }: { error: { Error: string } }) => ({
    code: error.Error.startsWith('States.') ? 'run.failed' : error.Error,
    hint: 'what to do',
  }),
  SendRound: (_event, call) => ({ goesOn: call < 3, waitSeconds: call - 1, sent: 10 }),
};
const working =
  (other: Answers = {}): Work =>
  (state, event, call) =>
    ({ ...GOOD, ...other })[state]?.(event, call) ?? { counted: state };
const fail = (name: string) => () => {
  throw new NamedError(name, `why ${name}`);
};
/** Fails for one part of the plan. */
const failingPart =
  (name: string, times: number) =>
  ({ part }: { part: { number: number } }, call: number) => {
    if (part.number === 2 && call <= times) throw new NamedError(name, 'so');
    return { part: part.number };
  };

let other: Awaited<ReturnType<typeof startOther>> | undefined;
afterAll(() => other?.stop());

const again = { ...run, dryRun: true };
pythonTest().each<[string, Definition | undefined, object, Work]>([
  ['a first import, after a wait', migration, { ...started, waitSeconds: 1 }, working()],
  ['a preview', migration, started, working({ ReadManifest: () => again, PlanRun: () => again })],
  [
    'an import that waits for a yes',
    migration,
    started,
    working({ PlanRun: () => ({ ...run, asks: true }), ConfirmChanges: () => ({ waits: true }) }),
  ],
  [
    'an import from an internal database',
    migration,
    started,
    working({ PlanRun: () => ({ ...run, source: 'internal' }) }),
  ],
  [
    'a change of settings that waits for an approval',
    migration,
    started,
    working({ EnableSelfService: () => ({ awaited: true }) }),
  ],
  ['what is left after an approval', migration, { ...run, afterApproval: true }, working()],
  ['a rollback', migration, { ...started, rollback: true }, working()],
  ['a package that is refused', migration, started, working({ ReadManifest: fail('package.untrusted') })],
  ['a part that is tried again', migration, started, working({ IngestPart: failingPart('task.failed', 1) })],
  [
    'an end that cannot be recorded',
    migration,
    started,
    working({ CheckRejects: fail('run.rejects'), RecordFailure: fail('stored.damaged') }),
  ],
  ['a campaign of three rounds', campaign, { migration: 'c', attempt: 1 }, working()],
  ['a campaign that fails', campaign, { migration: 'c', attempt: 1 }, working({ SendRound: fail('mail.refused') })],
])('%s goes the same way on both interpreters', async (_what, definition, input, work) => {
  other ??= await startOther();
  const [embedded, second] = await Promise.all([
    onEmbedded(definition!, input, work, objects),
    other.run(definition!, input, work, objects),
  ]);
  expect(second).toEqual(embedded);
  expect(embedded.calls.length).toBeGreaterThan(0);
});

const errorOf = ({ calls }: { calls: readonly string[] }) =>
  /"error":\{"Error":"([\w.]+)"/u.exec(calls.find((call) => call.startsWith('RecordFailure ')) ?? '')?.[1];

pythonTest().each<[string, Work, object, object]>([
  [
    'a Distributed Map goes on, however many of its children fail',
    working({ VerifyPart: failingPart('part.damaged', 9) }),
    { status: 'FAILED', caught: 'States.ExceedToleratedFailureThreshold' },
    { status: 'SUCCEEDED' },
  ],
  [
    'items that cannot be read are an error of another name',
    working({ PlanRun: () => ({ ...run, plan: 'plans/gone.jsonl' }) }),
    { status: 'FAILED', caught: 'States.ItemReaderFailed' },
    { status: 'FAILED', caught: 'States.Runtime' },
  ],
  [
    'a Catch of States.ALL catches States.Runtime',
    working({ MoveUsers: () => ({ done: true }) }),
    { status: 'FAILED' },
    { status: 'FAILED', caught: 'States.Runtime' },
  ],
])('moto still differs from AWS: %s', async (_what, work, here, there) => {
  other ??= await startOther();
  const both = await Promise.all([
    onEmbedded(migration!, started, work, objects),
    other.run(migration!, started, work, objects),
  ]);
  expect(both.map((seen) => ({ status: seen.status, caught: errorOf(seen) }))).toEqual([
    { caught: undefined, ...here },
    { caught: undefined, ...there },
  ]);
});

pythonTest().each(Object.keys(DEVIATIONS))('moto still differs from AWS: %s', async (deviation) => {
  other ??= await startOther();
  const asWritten = await other.run(migration!, started, working(), objects, deviation).catch(() => undefined);
  expect(asWritten?.status).not.toBe('SUCCEEDED');
});
