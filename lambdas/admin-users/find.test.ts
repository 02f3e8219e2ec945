import type { AuditEntry } from '#core/audit.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { aUser } from '#test/support/memory.ts';
import { type FindPorts, findUsers, search } from './find.ts';

const ASKED = {
  actor: { id: 'ada', role: 'admin', operator: false, fresh: true, methods: [], source: '192.0.2.1' },
  now: 0,
} as const;

const HELEN = { ...ASKED, actor: { ...ASKED.actor, id: 'helen', role: 'help-desk' } } as const;

/** Ports that note what is asked for. */
function ports(users = [aUser()]): { asked: string[]; audit: AuditEntry[]; ports: FindPorts } {
  const audit: AuditEntry[] = [];
  const asked: string[] = [];
  const answering =
    <T>(answer: T) =>
    async (what: string): Promise<T> => {
      asked.push(what);
      return answer;
    };
  const found = { users, scanned: 1 };
  return {
    asked,
    audit,
    ports: {
      isUpgraded: async () => true,
      writeAudit: async (entry) => void audit.push(entry),
      peopleSources: async () => [''],
      readState: async () => undefined,
      listPeople: async () => [],
      readKnown: async () => new Map(),
      findBeginning: async () => ({ places: [], more: false }),
      findFlagged: async () => ({ places: [], more: false }),
      placesByUserId: async () => ({ places: [], more: false }),
      findByEmail: answering(found),
      findByPrefix: async (what, limit) => {
        asked.push(`${what} ${limit}`);
        return { ...found, next: 'n' };
      },
      findBySerial: answering(undefined),
      readUser: answering(undefined),
      readTokens: async () => [],
      readSettings: async () => ({ settings: defaultSettings() }),
    },
  };
}

test('an address is searched in the form in which addresses are stored', async () => {
  const { asked, ports: given } = ports();
  await findUsers(given, search.parse({ email: 'Ada@Bücher.example' }), ASKED);
  await findUsers(given, search.parse({ email: 'Ada@corp.example' }), ASKED);
  expect(asked).toEqual(['Ada@xn--bcher-kva.example', 'Ada@corp.example']);
});

test('what is no address is searched as it was typed', async () => {
  const { asked, ports: given } = ports();
  await findUsers(given, search.parse({ email: 'ada@' }), ASKED);
  expect(asked).toEqual(['ada@']);
});

test('a serial that no user has finds no user', async () => {
  const { asked, ports: given } = ports();
  expect(await findUsers(given, search.parse({ serial: '000123456789' }), ASKED)).toEqual({ users: [] });
  expect(asked).toEqual(['000123456789']);
});

test('a field beside what narrows a search is refused, not left out', async () => {
  for (const more of [{ text: 'ada' }, { stage: 'told' }, { disabled: 'true' }, { source: '' }, { sort: 'name' }]) {
    const asked = findUsers(ports().ports, search.parse({ userId: 'ada', ...more }), ASKED);
    await expect(asked).rejects.toMatchObject({ code: 'request.invalid' });
  }
});

test('help desk is given one page of at most 50 by each field, and each look-up is recorded, masked, before it is answered', async () => {
  const { asked, audit, ports: given } = ports();
  expect(await findUsers(given, search.parse({ startsWith: 'ad', limit: 1000 }), HELEN)).toMatchObject({ more: true });
  expect(await findUsers(given, search.parse({ startsWith: 'ad' }), HELEN)).not.toHaveProperty('next');
  for (const one of [{ userId: 'bert' }, { serial: '000123456789' }, { email: 'carl@corp.example' }])
    expect(await findUsers(given, search.parse(one), HELEN)).toMatchObject({ users: [] });
  expect(asked).toEqual(['ad 50', 'ad 50', 'bert', '000123456789', 'carl@corp.example', 'carl@corp.example']);
  expect(audit.map(({ action, facts }) => [action, facts])).toEqual([
    ['people.found', { startsWith: 'a***', found: 1, people: ['anna'] }],
    ['people.found', { startsWith: 'a***', found: 1, people: ['anna'] }],
    ['people.found', { userId: 'b***', found: 0 }],
    ['people.found', { serial: '0***', found: 0 }],
    ['people.found', { email: 'c***@corp.example', found: 0 }],
  ]);
  for (const one of [{ startsWith: 'ad' }, { email: 'carl@corp.example' }, { text: 'ad' }, {}])
    await expect(findUsers(given, search.parse({ ...one, next: 'n' }), HELEN)).rejects.toMatchObject({
      code: 'role.required',
    });
});

test('a look-up by help desk that can’t be recorded is not answered', async () => {
  const failing = { ...ports().ports, writeAudit: async () => Promise.reject(new Error('no table')) };
  for (const one of [{ userId: 'ada' }, { startsWith: 'ad' }, { serial: '1' }, { email: 'ada@corp.example' }])
    await expect(findUsers(failing, search.parse(one), HELEN)).rejects.toThrow('no table');
});

test('an administrator pages by each field, and is not recorded', async () => {
  const { audit, ports: given } = ports();
  expect(await findUsers(given, search.parse({ startsWith: 'ad', next: 'm' }), ASKED)).toMatchObject({ next: 'n' });
  await findUsers(given, search.parse({ userId: 'ada' }), ASKED);
  expect(audit).toEqual([]);
});
