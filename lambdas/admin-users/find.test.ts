import { defaultSettings } from '#core/settings/model.ts';
import { aUser } from '#test/support/memory.ts';
import { type FindPorts, findUsers } from './find.ts';

/** Ports that note what is asked for. */
function ports(): { asked: string[]; ports: FindPorts } {
  const asked: string[] = [];
  const answering =
    <T>(answer: T) =>
    async (what: string): Promise<T> => {
      asked.push(what);
      return answer;
    };
  const found = { users: [aUser()], scanned: 1 };
  return {
    asked,
    ports: {
      findByEmail: answering(found),
      findByPrefix: answering(found),
      findBySerial: answering(undefined),
      listUsers: async () => found,
      readUser: answering(undefined),
      readTokens: async () => [],
      readSettings: async () => ({ settings: defaultSettings() }),
    },
  };
}

test('an address is searched in the form in which addresses are stored', async () => {
  const { asked, ports: given } = ports();
  await findUsers(given, { email: 'Ada@Bücher.example', limit: 50 });
  await findUsers(given, { email: 'Ada@corp.example', limit: 50 });
  expect(asked).toEqual(['Ada@xn--bcher-kva.example', 'Ada@corp.example']);
});

test('what is no address is searched as it was typed', async () => {
  const { asked, ports: given } = ports();
  await findUsers(given, { email: 'ada@', limit: 50 });
  expect(asked).toEqual(['ada@']);
});

test('a serial that no user has finds no user', async () => {
  const { asked, ports: given } = ports();
  expect(await findUsers(given, { serial: '000123456789', limit: 50 })).toEqual({ users: [] });
  expect(asked).toEqual(['000123456789']);
});
