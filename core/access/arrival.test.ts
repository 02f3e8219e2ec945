import { issueLinks } from '#core/mail/short-link.ts';
import { aUser, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { arrive } from './arrival.ts';

const DAY = 86_400_000;
const ana = aUser({ userId: 'Ana', externalId: 'a-1' });
const source = '198.51.100.7';

function setUp() {
  const store = memory();
  store.users.set('ana', ana);
  const { links, urls } = issueLinks([ana], { origin: 'https://x.example', days: 30, now: NOW });
  const stored = new Map(links.map(({ hash, link }) => [hash, link]));
  const readLink = async (hash: string) => {
    store.calls.push('readLink');
    return stored.get(hash);
  };
  const ports = { ...store.ports, readLink };
  const reference = urls.get('ana')!.slice(-12);
  const follow = (typed: string, now = NOW) => arrive(ports, { reference: typed, source, now });
  return { store, reference, follow };
}

test('a link yields the user ID, as often as it is followed', async () => {
  const { reference, follow } = setUp();
  const spelled = `${reference.slice(0, 4)}-${reference.slice(4)}`.toLowerCase();
  expect([await follow(reference), await follow(spelled)]).toEqual([{ userId: 'Ana' }, { userId: 'Ana' }]);
});

test('F1: a wrong, an unknown, an expired reference and one of another person are answered alike, by the same calls', async () => {
  const answers: unknown[] = [];
  const calls: unknown[] = [];
  for (const [change, typed, later] of [
    ['none', '<script>', 0],
    ['none', '', 0],
    ['none', '000000000000', 0],
    ['none', undefined, 31 * DAY],
    ['gone', undefined, 0],
    ['another', undefined, 0],
  ] as const) {
    const { store, reference, follow } = setUp();
    if (change === 'gone') store.users.clear();
    if (change === 'another') store.users.set('ana', { ...ana, externalId: 'b-2' });
    answers.push(await follow(typed ?? reference, NOW + later));
    calls.push([...store.calls]);
  }
  expect(new Set(answers.map((one) => JSON.stringify(one)))).toEqual(new Set(['{}']));
  expect(new Set(calls.map((one) => JSON.stringify(one))).size).toBe(1);
});

test('T2: references that lead nowhere are limited by their source; those that lead to a user are not', async () => {
  const { store, reference, follow } = setUp();
  store.settings = settingsWith({
    throttles: { ...store.settings.throttles, logonsPerSourcePerMinute: 2 },
  });
  for (let time = 0; time < 5; time++) expect(await follow(reference)).toEqual({ userId: 'Ana' });
  await follow('wrong');
  await follow('wrong');
  await expect(follow(reference)).rejects.toMatchObject({ code: 'throttle.source' });
});
