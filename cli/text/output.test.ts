import { invalid, LandfallError } from '#core/errors.ts';
import { describeError, list, style, table } from './output.ts';

test('the exit code says whether the request or the deployment was at fault', () => {
  expect(describeError(invalid('user.conflict', 'Look again.'))).toMatchObject({
    lines: ['user.conflict: Look again.'],
    exit: 1,
  });
  expect(describeError(new LandfallError('deployment.failed', { detail: 'Try again.' })).exit).toBe(3);
  expect(describeError(Object.assign(new Error('ENOENT: ...'), { code: 'ENOENT', path: 'x.zip' }))).toMatchObject({
    lines: ['file.unusable: x.zip does not exist.'],
    exit: 1,
  });
  expect(describeError(new TypeError('x is not a function')).exit).toBe(3);
});

test('several wrong fields are listed on a second line', () => {
  const fields = [
    { path: 'email', reason: 'must be one address' },
    { path: 'role', reason: 'is none' },
  ];
  expect(describeError(invalid('request.invalid', 'Two fields.', { fields })).lines).toEqual([
    'request.invalid: Two fields.',
    '  email: must be one address; role: is none',
  ]);
});

test('control characters of data do not reach the terminal', () => {
  expect(table(['a'], [['\u001b[2Jx\ny']])).toBe('a\n?[2Jx?y');
  expect(list([['name', 'Eve\u0007\r']])).toBe('name  Eve??');
});

test('columns are as wide as their widest cell, and empty facts are left out', () => {
  expect(
    table(
      ['id', 'name'],
      [
        ['12345', 'x'],
        ['1', undefined],
      ],
    ),
  ).toBe('id     name\n12345  x\n1');
  expect(
    list([
      ['a', 1],
      ['bcd', undefined],
      ['ef', 'x'],
    ]),
  ).toBe('a   1\nef  x');
});

test('colour is used on a terminal only, unless NO_COLOR is set', () => {
  const before = process.env['NO_COLOR'];
  delete process.env['NO_COLOR'];
  expect(style('red', 'x', { isTTY: true })).toBe('\u001b[31mx\u001b[39m');
  expect(style('red', 'x', { isTTY: false })).toBe('x');
  process.env['NO_COLOR'] = '1';
  expect(style('red', 'x', { isTTY: true })).toBe('x');
  if (before === undefined) delete process.env['NO_COLOR'];
  else process.env['NO_COLOR'] = before;
});
