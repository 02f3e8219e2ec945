import { invalid, isLandfallError, LandfallError, transient } from './errors.ts';

test('an error is named by its code, and says no more than the code where it has nothing to say', () => {
  const error = new LandfallError('user.unknown', 404);
  expect(error).toMatchObject({
    name: 'user.unknown',
    code: 'user.unknown',
    message: 'user.unknown',
    status: 404,
    expose: true,
    retryable: false,
    facts: {},
  });
  expect(error).not.toHaveProperty('cause');
  const cause = new Error('inside');
  expect(new LandfallError('x.y', 400, { detail: 'Do this.', facts: { line: 1 }, cause })).toMatchObject({
    message: 'Do this.',
    facts: { line: 1 },
    cause,
  });
});

test('what is no fault of the caller is told to nobody, unless it is said to be for telling', () => {
  expect([400, 499, 500, 503].map((status) => new LandfallError('x.y', status).expose)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(new LandfallError('x.y', 500, { expose: true }).expose).toBe(true);
  expect(new LandfallError('x.y', 400, { expose: false }).expose).toBe(false);
});

test('wrong input is a 400 unless another status is given; a passing fault may be tried again', () => {
  expect(invalid('x.y', 'Do this.')).toMatchObject({ status: 400, message: 'Do this.', facts: {}, retryable: false });
  expect(invalid('x.y', 'Do this.', { line: 1 }, 422)).toMatchObject({ status: 422, facts: { line: 1 } });
  expect(transient('x.busy', 'why')).toMatchObject({ status: 503, retryable: true, cause: 'why', expose: false });
});

test('errors of others are none of ours, whatever they look like', () => {
  expect(isLandfallError(new LandfallError('x.y', 400))).toBe(true);
  for (const other of [
    new Error('x'),
    Object.assign(new Error('x'), { code: 'ENOENT' }),
    Object.assign(new Error('x'), { expose: true }),
    Object.assign(new Error('x'), { code: 5, expose: true }),
    { code: 'x.y', expose: true },
    undefined,
  ])
    expect(isLandfallError(other)).toBe(false);
});
