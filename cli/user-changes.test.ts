import { addChange } from './user-changes.ts';

test.each([
  ['email=ada@example.com', { email: 'ada@example.com' }],
  ['lastName=', { lastName: null }],
  ['lastName=a=b', { lastName: 'a=b' }],
  ['enabled=false', { enabled: false }],
  ['accountEnd=2026-12-31', { accountEnd: '2026-12-31T00:00:00.000Z' }],
  ['accountEnd=', { accountEnd: null }],
])('%s', (text, expected) => {
  expect(addChange(text, { firstName: 'Ada' })).toEqual({ firstName: 'Ada', ...expected });
});

test.each(['email', '=x', 'password=secret', 'enabled=yes', 'enabled=', 'accountEnd=soon', 'version=3'])(
  '%s is refused',
  (text) => {
    expect(() => addChange(text)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
  },
);
