/**
 * `npm run cost:measure`: counts on the embedded engines what the deployment asks of each service, and writes infra/cost/counted.json, from
 * which docs/cost.md is made.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { functionsOf } from '#infra/cloud-assembly/description.ts';
import { filesOf } from '#infra/cloud-assembly/distribution.ts';
import { type Counted, type Counts, countedSchema, NOTHING, plus, times } from '#infra/cost/counts.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { startDeployment } from '../../local/deployment.ts';
import { eventually } from '../support/client.ts';
import { keepPortsApart, type Running } from '../support/deployment.ts';
import { type Importer, openImporter } from '../support/imported.ts';
import { packInMemory } from '../support/package.ts';
import type { Invocation } from './counting.ts';
import { DESCRIPTION, journey, logon, newPeople, type Person } from './journey.ts';
import { waitsOf } from './latencies.ts';
import { measuredAssembly } from './measured-assembly.ts';
import { countUnits } from './units.ts';

const IMPORTS = [1000, 3000] as const;
const PEOPLE = 40;
const IDLE_MINUTES = 3;
/** A campaign looks at its people once more a minute after the last mail. */
const QUIET_MS = 80_000;
const IMPORT_SECONDS = 1200;
const ASSEMBLY = process.env['LANDFALL_ASSEMBLY'] ?? 'cdk.out';
const RESULT = join(import.meta.dirname, '../../infra/cost/counted.json');

const SCHEDULED = Object.entries(FUNCTIONS).flatMap(([name, { source }]) => (source === 'schedule' ? [name] : []));
const say = (line: string) => console.log(`[${(performance.now() / 1000).toFixed(0).padStart(5)} s] ${line}`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const assembly = readAssembly(ASSEMBLY, ['Stateful', 'Stateless'], {
  region: 'eu-central-1',
  account: '123456789012',
  parameters: {},
  attributes: {},
});

/** What a browser loads first: the page and what it names, compressed. */
function pageOf(): Counted['page'] {
  const folders = filesOf(assembly).toSorted((a, b) => b.prefix.length - a.prefix.length);
  const fileAt = (path: string): string => {
    const { folder, prefix } = folders.find((one) => path.startsWith(one.prefix))!;
    return join(folder, path.slice(prefix.length));
  };
  const page = readFileSync(fileAt('/index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\/?([^"#]+)"/gu)].map((match) => `/${match[1]}`);
  const sizes = ['/index.html', ...named].map((path) => gzipSync(readFileSync(fileAt(path))).length);
  return { files: sizes.length, bytes: sizes.reduce((sum, one) => sum + one, 0) };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

const data = mkdtempSync(join(tmpdir(), 'landfall-cost-'));
const measured = mkdtempSync(join(tmpdir(), 'landfall-measured-'));
const counts = join(data, 'counts.ndjson');
writeFileSync(counts, '');
measuredAssembly(ASSEMBLY, measured, functionsOf(assembly), counts);
keepPortsApart(data);
let units: Awaited<ReturnType<typeof countUnits>> | undefined;
async function tablesAt(engine: string): Promise<string> {
  units = await countUnits(engine);
  return units.url;
}
const started = await startDeployment(data, { reset: false, assembly: measured, tablesAt }, say);
const running = { ...started.deployment, data } as unknown as Running;

let [read, logged] = [0, sizeOf(join(data, 'logs'))];
const linesSince = () => readFileSync(counts, 'utf8').trim().split('\n').filter(Boolean).slice(read);

/** What was counted since the last time. */
function take(requests: number): Counts {
  const lines = linesSince();
  read += lines.length;
  const counted = lines.map((line) => JSON.parse(line) as Invocation);
  const one = ({ name, ms, calls }: Invocation): Counts => ({
    ...NOTHING,
    functions: { [name]: { invocations: 1, ms, waits: waitsOf(calls) } },
    calls,
  });
  const before = logged;
  logged = sizeOf(join(data, 'logs'));
  const sum = counted.map(one).reduce(plus, NOTHING);
  return { ...sum, units: units!.take(), requests, logBytes: Math.max(0, logged - before) };
}

/** Waits until nothing but the schedules has run for a while. */
async function quiet(): Promise<void> {
  for (let [seen, since] = [-1, performance.now()]; performance.now() - since < QUIET_MS; await pause(1000)) {
    const now = linesSince().filter((line) => !SCHEDULED.includes((JSON.parse(line) as Invocation).name)).length;
    if (now !== seen) [seen, since] = [now, performance.now()];
  }
}

/** By which this program asks whether an import has ended. */
const ASKING = 'admin-runs';

/** What the work itself took: without the schedules' part of the time that it took, and without what this program asks. */
async function during(work: () => Promise<number>, idleMinute: Counts): Promise<Counts> {
  take(0);
  const begun = performance.now();
  const requests = await work();
  await quiet();
  const all = take(requests);
  const minutes = (performance.now() - begun) / 60_000;
  const { functions: _functions, ...idle } = times(idleMinute, minutes);
  const left = (from: number, less: number) => Math.max(0, from - less);
  return {
    functions: Object.fromEntries(
      Object.entries(all.functions).filter(([name]) => ![...SCHEDULED, ASKING].includes(name)),
    ),
    calls: Object.fromEntries(Object.entries(all.calls).map(([name, n]) => [name, left(n, idle.calls[name] ?? 0)])),
    units: { read: left(all.units.read, idle.units.read), write: left(all.units.write, idle.units.write) },
    requests: all.requests,
    logBytes: left(all.logBytes, idle.logBytes),
  };
}

async function importAll(importer: Importer, people: readonly Person[]): Promise<number> {
  const { bytes } = await packInMemory(importer.keys, people, { description: DESCRIPTION });
  const key = await importer.upload(bytes, `${people[0]!.userId}.zip`);
  const over = async () => (await importer.migrations()).find((run) => run.key === key && run.finishedAt !== undefined);
  const run = await eventually(over, IMPORT_SECONDS);
  if (run.status !== 'succeeded') throw new Error(`The import ended as ${run.status}: ${run.error?.code}`);
  say(`${run.totals?.users.created} users are in`);
  return 0;
}

try {
  await quiet();
  const first = take(0);
  // The first call of each schedule comes with the start.
  const hourly = first.functions['remind-users'];
  if (hourly === undefined) throw new Error('The start has called no remind-users.');
  const idleHour = {
    ...NOTHING,
    functions: { 'remind-users': hourly },
    units: { read: 2 * hourly.invocations, write: 0 },
  };
  say(`No user comes for ${IDLE_MINUTES} minutes`);
  await pause(IDLE_MINUTES * 60_000);
  const idleMinute = times(take(0), 1 / IDLE_MINUTES);
  const importer = await openImporter(running);
  const xml = readFileSync('samples/corp/target-questions.xml', 'utf8');
  await importer.client.call('POST', '/questions', { body: { xml } });
  const people = newPeople(PEOPLE, 'walks');
  await importAll(importer, people);
  await quiet();
  say(`${PEOPLE} people on their way to a password`);
  const walk = async (step: (person: Person) => Promise<number>) => {
    let requests = 0;
    for (const person of people) requests += await step(person);
    return requests;
  };
  const journeys = await during(() => walk((person) => journey(running, person)), idleMinute);
  say(`${PEOPLE} logons with a password`);
  const logons = await during(() => walk((person) => logon(running, person)), idleMinute);
  const imports = [];
  for (const users of IMPORTS) {
    say(`An import of ${users} users`);
    const people = newPeople(users, `of${users}`);
    imports.push({ users, counts: await during(() => importAll(importer, people), idleMinute) });
  }
  const stored = statSync(join(data, 'dynamodb', 'directory.sqlite')).size;
  const result: Counted = {
    on: new Date().toISOString().slice(0, 10),
    idleMinute,
    idleHour,
    imports: imports as unknown as Counted['imports'],
    journeys: { users: PEOPLE, counts: journeys },
    logons: { users: PEOPLE, counts: logons },
    storedBytesPerUser: Math.round(stored / (IMPORTS[0] + IMPORTS[1] + PEOPLE)),
    page: pageOf(),
  };
  writeFileSync(
    RESULT,
    `${JSON.stringify(countedSchema.parse(result), (_key, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value), 2)}\n`,
  );
  say(`Written to ${RESULT}: now \`npm run generate\``);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await started.stop();
  units?.stop();
  for (const folder of [data, measured]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();
