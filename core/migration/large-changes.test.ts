import { updatedLine as line } from '#test/support/report-lines.ts';
import { addLarge, largeChangesIn } from './large-changes.ts';

test('counted are people who get another address, user ID, enabled flag or token, and those who are disabled as gone', () => {
  const lines = [
    ...['email', 'userId', 'enabled', 'tokens'].map((field) => line([{ field }, { field: 'lastName' }])),
    line([{ field: 'lastName' }]),
    line([{ field: 'email', waits: true }]),
    line([{ field: 'enabled', kept: true }]),
    line([{ field: 'enabled' }], { type: 'token', code: 'token.gone' }),
    line([{ field: 'enabled' }], { code: 'user.gone' }),
    line(undefined, { code: 'user.gone', outcome: 'unchanged' }),
    line(undefined),
  ];
  expect(largeChangesIn(lines)).toEqual({ changed: 4, gone: 1 });
});

test('the counts of two parts are added up', () => {
  expect(addLarge({ changed: 1, gone: 2 }, { changed: 3, gone: 4 })).toEqual({ changed: 4, gone: 6 });
});
