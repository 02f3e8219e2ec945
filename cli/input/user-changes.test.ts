import { Command } from 'commander';
import { changesOf, withChanges } from './user-changes.ts';

function parsed(...args: string[]): Record<string, unknown> {
  const command = withChanges(new Command('edit'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return changesOf(command.parse(args, { from: 'user' }).opts());
}

test('options become fields, and an empty value removes the field’s value', () => {
  expect(parsed('--email', 'ada@example.com', '--last-name', '', '--role', '')).toEqual({
    email: 'ada@example.com',
    lastName: null,
    role: null,
  });
  expect(parsed('--account-end', '2026-12-31', '--account-start', '')).toEqual({
    accountEnd: '2026-12-31T00:00:00.000Z',
    accountStart: null,
  });
  expect(parsed()).toEqual({});
});

test.each([[['--disable']], [['--unlock']], [['--account-end', 'soon']], [['--role', 'root']], [['--version', '3']]])(
  'the options %j are refused as wrong usage',
  (args) => {
    expect(() => parsed(...args)).toThrow(expect.objectContaining({ code: expect.stringMatching(/^commander\./u) }));
  },
);
