import { LandfallError, transient } from '#core/errors.ts';
import { ownersOf, type TokenPorts } from './owners.ts';

const assigned: Readonly<Record<string, { readonly assignee?: string }>> = {
  '1': { assignee: 'ana' },
  '2': { assignee: 'bo' },
  '3': {},
};
/** `damaged`: a serial whose item can't be read. */
function given(damaged?: string): {
  readonly ports: TokenPorts;
  readonly leftOut: unknown[];
  readonly asked: unknown[];
} {
  const leftOut: unknown[] = [];
  const asked: unknown[] = [];
  const ports: TokenPorts = {
    readTokens: async (serials) => {
      asked.push(serials);
      if (damaged !== undefined && serials.includes(damaged))
        throw new LandfallError('stored.damaged', { facts: { item: `TOKEN#${damaged}/TOKEN`, field: 'seed' } });
      return new Map(serials.flatMap((serial) => (assigned[serial] ? [[serial, assigned[serial]]] : [])));
    },
    leaveOut: (what) => void leftOut.push(what),
  };
  return { ports, leftOut, asked };
}

test('a user is meant by its own item and by its tokens, once; other items mean no user', async () => {
  const { ports } = given();
  const keys = ['TOKEN#1', 'USER#ana', 'TOKEN#3', 'TOKEN#9', 'TOKEN#2', 'SETTINGS', 'USER#cy'];
  expect(await ownersOf(ports, keys)).toEqual(['ana', 'cy', 'bo']);
});

test('without tokens none is read', async () => {
  const { ports, asked } = given();
  expect(await ownersOf(ports, ['USER#ana'])).toEqual(['ana']);
  expect(asked).toEqual([]);
});

test('a token that can’t be read is named, and the owners of the others are found', async () => {
  const { ports, leftOut } = given('3');
  expect(await ownersOf(ports, ['TOKEN#1', 'TOKEN#2', 'TOKEN#3'])).toEqual(['ana', 'bo']);
  expect(leftOut).toMatchObject([{ error: { code: 'stored.damaged' } }]);
});

test('a failure of another kind fails the whole', async () => {
  const ports = { ...given().ports, readTokens: () => Promise.reject(transient('directory.busy')) };
  await expect(ownersOf(ports, ['TOKEN#1'])).rejects.toMatchObject({ code: 'directory.busy' });
});
