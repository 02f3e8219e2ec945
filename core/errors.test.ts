import {
  errorOf,
  invalid,
  isError,
  isErrorOf,
  isLandfallError,
  LandfallError,
  transient,
  withDetail,
} from './errors.ts';

test('an error is named by its code, and says no more than the code where it has nothing to say', () => {
  const error = new LandfallError('user.not_found');
  expect(error).toMatchObject({
    name: 'user.not_found',
    code: 'user.not_found',
    message: 'user.not_found',
    status: 404,
    expose: true,
    retryable: false,
    facts: {},
  });
  expect(error).not.toHaveProperty('cause');
  const cause = new Error('inside');
  expect(new LandfallError('xml.malformed', { detail: 'Do this.', facts: { line: 1 }, cause })).toMatchObject({
    message: 'Do this.',
    facts: { line: 1 },
    cause,
  });
  expect(new LandfallError('package.unsigned').message).toBe(
    'The package is not signed. Pack again with --signing-key.',
  );
});

test('an error that is no fault of the caller is not exposed, unless the catalogue says otherwise', () => {
  expect([new LandfallError('request.not_json'), new LandfallError('request.forbidden')].map(isTold)).toEqual([
    true,
    true,
  ]);
  expect([new LandfallError('keys.unknown'), new LandfallError('directory.busy')].map(isTold)).toEqual([false, false]);
  expect(isTold(new LandfallError('deployment.failed'))).toBe(true);
});
const isTold = ({ expose }: LandfallError) => expose;

test('the catalogue says the status; a passing fault may be tried again', () => {
  expect(invalid('packers.key_invalid', 'Do this.')).toMatchObject({
    status: 400,
    message: 'Do this.',
    facts: {},
    retryable: false,
  });
  expect(invalid('csv.broken_line', 'Do this.', { line: 1, file: 'users' })).toMatchObject({
    status: 422,
    facts: { line: 1, file: 'users' },
  });
  expect(transient('directory.busy', 'why')).toMatchObject({
    status: 503,
    retryable: true,
    cause: 'why',
    expose: false,
  });
  expect(errorOf('task.failed', {})).toMatchObject({ status: 500, retryable: true });
});

test('the same error may say more', () => {
  const error = invalid('xml.malformed', 'See line 2.', { line: 2 });
  expect(withDetail(error, 'users.xml: see line 2.')).toMatchObject({
    code: 'xml.malformed',
    status: 400,
    message: 'users.xml: see line 2.',
    facts: { line: 2 },
    cause: error,
  });
});

const OTHERS = [
  new Error('x'),
  Object.assign(new Error('x'), { code: 'ENOENT' }),
  Object.assign(new Error('x'), { expose: true }),
  Object.assign(new Error('x'), { code: 5, expose: true }),
  { code: 'feature.off', expose: true },
  undefined,
];

test('errors of others are none of ours, whatever they look like', () => {
  expect(isLandfallError(new LandfallError('feature.off'))).toBe(true);
  for (const other of OTHERS) {
    expect(isLandfallError(other)).toBe(false);
    expect(isErrorOf(other, 'feature')).toBe(false);
    expect(isError(other, 'feature.off')).toBe(false);
  }
});

test('an error is known by its code, of several by any of them, or by how its code begins', () => {
  const error: unknown = invalid('package.missing', 'Gone.');
  expect([isError(error, 'package.missing'), isError(error, 'package.changed', 'package.missing')]).toEqual([
    true,
    true,
  ]);
  expect(isError(error, 'package.changed')).toBe(false);
  expect([isErrorOf(error, 'package'), isErrorOf(error, 'pack')]).toEqual([true, false]);
});
