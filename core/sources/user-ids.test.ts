import { candidatesOf } from './user-ids.ts';

test('what an entry could be found by is listed with its values', () => {
  const values = new Map([
    ['cn', ['Ada', 'A']],
    ['mail', [' ']],
    ['userprincipalname', ['ada@corp.example']],
    ['sn', ['x']],
  ]);
  expect(candidatesOf({ line: 1, values })).toEqual([
    { name: 'userPrincipalName', value: 'ada@corp.example' },
    { name: 'cn', value: 'Ada' },
  ]);
});
