/**
 * The people as lists and counts show them, after a storm over HTTP: logons, wrong guesses, corrections by runs, mails, administrators' acts,
 * erasures and a rollback at once, with the deployment killed in between. When all is quiet the numbers are those of a second way to work
 * them out, from a scan of the tables.
 */
import { randomBytes } from 'node:crypto';
import type { PeopleList, Totals } from '#core/administration/people.ts';
import type { TokenOfUser, UserRecord } from '#core/export/record.ts';
import { phcOf } from '#core/passwords/phc.ts';
import { UNREACHED } from '#test/support/throttles.ts';
import { landfall, landfallJson } from '../support/cli.ts';
import { ApiUser, eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';
import { type Placed, placed, scan, TABLES } from '../support/people-model.ts';

const PEOPLE = 100;
const QUESTIONS = ['First pet?', 'First school?', 'First car?'];
const [HOUR, DAY] = [3_600_000, 86_400_000];
let packedAt = Date.now() - HOUR;

let running: Running;
let importer: Importer;
const devices = new Map<string, TokenOfUser>();

const hotp = () =>
  aTokenRecord({
    algorithm: 'hotp-sha1',
    interval: 0,
    counter: 0,
    seed: randomBytes(20).toString('base64'),
    pinStyle: 'none',
    pin: undefined,
  });
const name = (n: number) => `storm-${String(n).padStart(3, '0')}`;
/** Of ten people one each is disabled, ended, locked, without an address, without a token. */
function person(n: number, answers: UserRecord['answers']): UserRecord {
  const token = hotp();
  devices.set(name(n), token);
  const kind = n % 10;
  return sampleUser(name(n), {
    lastName: `Ünal ${n % 7}`,
    email: kind === 3 ? undefined : `${name(n)}@corp.example`,
    tokens: kind === 4 ? [] : [token],
    answers: n % 3 === 0 ? answers : [],
    ...(kind === 0 ? { enabled: false } : {}),
    ...(kind === 1 ? { accountEnd: new Date(Date.now() - DAY).toISOString() } : {}),
    ...(kind === 2 ? { lockedOut: true } : {}),
  } as Partial<UserRecord>);
}
let records: UserRecord[];

async function upload(some: readonly UserRecord[], deployment = 'storm', kind: 'external' | 'internal' = 'external') {
  packedAt += 60_000;
  const { bytes } = await packInMemory(importer.keys, JSON.parse(JSON.stringify(some)), {
    now: packedAt,
    partSize: 20,
    description: {
      source: { ...sampleDescription.source, deployment, kind },
      questions: QUESTIONS.map((text) => ({ language: 'en_US', text })),
    },
  });
  return importer.upload(bytes, `${randomBytes(6).toString('hex')}.zip`);
}

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  const set = QUESTIONS.map((question) => `<QUESTION>${question}</QUESTION>`).join('');
  const xml = `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${set}</LANGUAGE></SECURITY_QUESTIONS>`;
  await importer.client.call('POST', '/questions', { body: { xml } });
  await importer.configure({ throttles: UNREACHED, corrections: { told: 'apply' } });
  const answers: UserRecord['answers'] = [];
  for (const [question, text] of QUESTIONS.entries()) answers.push({ question, hash: await phcOf(text.slice(6, -1)) });
  records = Array.from({ length: PEOPLE }, (_, n) => person(n, answers));
  const password = await phcOf('seven quiet herons at dusk');
  const home = Array.from({ length: 8 }, (_, n) => sampleUser(`home-${n}`, { password, tokens: [hotp()] }));
  const keys = [await upload(records), await upload(home, 'inner', 'internal')];
  for (const key of keys) expect((await importer.ended(key)).status).toBe('succeeded');
}, 400_000);

afterAll(() => running?.stop(), 30_000);

const operator = (method: string, path: string, userId: string, body: object) =>
  importer.client
    .call(method as 'POST', path, { query: { userId }, body })
    .catch((error: { code?: string }) => error.code);
/** What it is answered does not count here: a deployment that is killed, or has too much to do, answers nothing that is described. */
const logon = (userId: string, secret: string) =>
  new ApiUser(running).post('/api/logon', { userId, method: 'SecurID_Native', secret }).catch(() => undefined);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

/** People of one hundred, each act on its own range, all at once. */
async function storm(): Promise<void> {
  const acts = ['disable', 'enable', 'lock', 'unlock', 'disable'] as const;
  await Promise.all([
    ...range(5, 40).map((n) => logon(name(n), shown(devices.get(name(n))!, 0))),
    ...range(40, 55).map(async (n) => {
      for (let wrong = 0; wrong < 6; wrong++) await logon(name(n), `${wrong}`.repeat(6));
    }),
    ...range(30, 75).map(async (n) => {
      for (const act of acts.slice(n % 3)) await operator('POST', '/user/act', name(n), { act });
    }),
    ...range(75, 85).map((n) => operator('POST', '/user/reset-password', name(n), { method: 'one-time' })),
    ...range(85, 92).map((n) => operator('POST', '/user/erase', name(n), { confirm: name(n), deleteTokens: true })),
  ]);
}

const totals = () => importer.client.call<Totals>('GET', '/people/totals');
const rules = { failures: 5, lockoutMinutes: 15, enrolment: 3 };

/** Stage and reason -> how many. */
function counted(people: readonly Placed[], source: string): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { source: of, stage, stuck } of people)
    if (of === source)
      for (const key of [stage, ...(stuck === undefined ? [] : [`stuck ${stuck}`])]) sums[key] = (sums[key] ?? 0) + 1;
  return sums;
}
const shownCounts = ({ sources }: Totals, source: string): Record<string, number> => {
  const found = sources.find((one) => one.source === source)!;
  const all = [
    ...Object.entries(found.stages),
    ...Object.entries(found.stuck).map(([reason, n]) => [`stuck ${reason}`, n] as const),
  ];
  return Object.fromEntries(all.filter(([, n]) => n !== 0));
};

async function everyPage(query: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page: PeopleList = await importer.client.call<PeopleList>('GET', '/people', {
      query: { ...query, limit: '7', ...(next === undefined ? {} : { next }) },
    });
    found.push(...page.people.map(({ userId }) => userId));
    next = page.next;
  } while (next !== undefined);
  return found;
}

/** Once nothing changes any more: what is shown, and what should be. */
async function quiet(): Promise<Placed[]> {
  const settings = (
    await importer.client.call<{ settings: { lockout: typeof rules; securityQuestions: typeof rules } }>(
      'GET',
      '/settings',
    )
  ).settings;
  const now = { ...settings.lockout, enrolment: settings.securityQuestions.enrolment };
  let seen: unknown;
  return eventually(async () => {
    const people = await placed(running.endpoints.dynamodb, now, Date.now());
    const counts = await totals();
    const names = counts.sources.map(({ source }) => source);
    const [is, should] = [names.map((one) => shownCounts(counts, one)), names.map((one) => counted(people, one))];
    seen = { is, should };
    return JSON.stringify(is.map(sorted)) === JSON.stringify(should.map(sorted)) ? people : undefined;
  }, 90).catch(() => {
    throw new Error(`Not as it should be: ${JSON.stringify(seen)}`);
  });
}
const sorted = (sums: Record<string, number>) =>
  Object.entries(sums).toSorted(([one], [other]) => (one < other ? -1 : 1));

test('after a storm, with the deployment killed in it, the stages add up and are those that a scan gives', async () => {
  const corrected = records.map((one, n) =>
    n % 8 === 1 ? { ...one, email: `moved-${n}@corp.example`, enabled: !one.enabled } : one,
  );
  const key = await upload(corrected.slice(0, 90));
  const first = storm().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await running.kill();
  await first;
  running = await startLandfall({ data: running.data });
  importer = { ...(await openImporter(running)), keys: importer.keys };
  await storm();
  const run = await importer.ended(key);
  const newest = await importer.ended(
    await upload([...records.slice(0, 60), sampleUser('late', { tokens: [hotp()] })]),
  );
  const [{ id }] = await Promise.all([
    importer.client.call<{ id: string }>('POST', `/runs/${newest.id}/rollback`, { body: { preview: false } }),
    ...range(60, 70).map((n) => operator('POST', '/user/act', name(n), { act: 'disable' })),
  ]);
  const back = await eventually(async () => {
    const found = (await importer.migrations()).find((one) => one.id === id);
    return found && ['succeeded', 'failed'].includes(found.status) ? found : undefined;
  }, 90);
  expect([run.status, back.status]).toEqual(['succeeded', 'succeeded']);

  const people = await quiet();
  const counts = await totals();
  for (const { people: all, stages, stuck, reached } of counts.sources) {
    const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((total, one) => total + one, 0);
    expect([sum(stages), sum(reached), sum(stuck)]).toEqual([all, all, stages.stuck]);
  }
  expect(counts.sources.reduce((sum, one) => sum + one.people, 0)).toBe(people.length);
  expect(new Set(people.map(({ stage }) => stage)).size).toBeGreaterThanOrEqual(5);
}, 600_000);

test('each list holds those whom the scan puts there, sorted, each once', async () => {
  const people = await quiet();
  for (const stage of new Set(people.map((one) => one.stage))) {
    const listed = await everyPage({ stage });
    expect([stage, listed.toSorted()]).toEqual([
      stage,
      people
        .filter((one) => one.stage === stage)
        .map(({ userId }) => userId)
        .toSorted(),
    ]);
  }
  const bySource = await everyPage({ source: 'storm' });
  expect(new Set(bySource).size).toBe(bySource.length);
  expect(bySource).toHaveLength(people.filter(({ source }) => source === 'storm').length);
}, 120_000);

test('what finds people names those who are here, and no other', async () => {
  const keys = new Set((await placed(running.endpoints.dynamodb, rules, 0)).map(({ userId }) => userId.toLowerCase()));
  const items = (await scan(running.endpoints.dynamodb, TABLES.search)).filter(({ pk }) =>
    /^(?:FIND|NAME)#/u.test(String(pk)),
  );
  expect(new Set(items.map(({ userKey }) => userKey))).toEqual(keys);
});

test('the command line shows the same, as a table, as JSON and as CSV', async () => {
  const people = (await quiet()).filter(({ source }) => source === 'storm');
  const counts = await landfallJson<Totals>(running, 'people', '--source', 'storm');
  expect(counts.sources).toMatchObject([{ source: 'storm', people: people.length }]);
  const { stdout } = await landfall(running, 'people', 'list', '--csv', '--source', 'storm');
  expect(stdout.trim().split('\r\n')).toHaveLength(people.length + 1);
  const stuck = await landfallJson<PeopleList>(running, 'people', 'list', '--stage', 'stuck', '--source', 'storm');
  expect(stuck.people).toHaveLength(people.filter(({ stage }) => stage === 'stuck').length);
  expect((await landfall(running, 'people', '--by-day')).stdout).toContain('token logon');
  expect((await landfall(running, 'people', 'list', '--stage', 'nowhere')).code).toBe(2);
  expect((await landfall(running, 'people', '--source', 'nowhere')).code).toBe(1);
}, 120_000);
