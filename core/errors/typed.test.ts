/** What the compiler refuses: a line below that compiles without its mark fails `npm run check`. */
import { type ApiErrorCode, invalid, isError, LandfallError, transient } from '#core/errors.ts';

const unknownError: unknown = invalid('throttle.source', 'Wait.', { retryAfterSeconds: 5 });

test('a code that is not in the catalogue does not compile', () => {
  // @ts-expect-error no such code
  expect(() => invalid('user.lost', 'x')).toThrow();
  // @ts-expect-error no such code
  expect(() => new LandfallError('user.lost')).toThrow();
  // @ts-expect-error no such code
  expect(isError(unknownError, 'user.lost')).toBe(false);
  // @ts-expect-error no such code
  expect(invalid('user.not_found', 'x').code === 'user.lost').toBe(false);
});

test('facts that are not those of the code do not compile', () => {
  // @ts-expect-error the fact is missing
  expect(invalid('throttle.source', 'x')).toMatchObject({ status: 429 });
  // @ts-expect-error the fact is of another type
  expect(invalid('throttle.source', 'x', { retryAfterSeconds: '5' })).toMatchObject({ status: 429 });
  // @ts-expect-error the code has another fact
  expect(invalid('throttle.source', 'x', { retryAfterSeconds: 5, source: 'x' })).toMatchObject({ status: 429 });
  // @ts-expect-error the code has no facts
  expect(invalid('feature.off', 'x', { field: 'x' })).toMatchObject({ status: 404 });
  // @ts-expect-error the fact is missing
  expect(new LandfallError('user.account_dates', { detail: 'x' })).toMatchObject({ status: 422 });
  // @ts-expect-error the status is the catalogue's
  expect(invalid('user.account_dates', 'x', { field: 'accountEnd' }, 400)).toMatchObject({ status: 422 });
});

test('only what passes is transient, and only what the API answers with is a code of the API', () => {
  expect(transient('directory.busy').retryable).toBe(true);
  // @ts-expect-error no passing fault
  expect(transient('feature.off').retryable).toBe(false);
  // @ts-expect-error no client sees this code
  const hidden: ApiErrorCode = 'directory.busy';
  expect(hidden).toBe('directory.busy');
});

test('an error that is known by its code has the facts of that code', () => {
  if (!isError(unknownError, 'throttle.source')) throw unknownError;
  const { retryAfterSeconds }: { retryAfterSeconds: number } = unknownError.facts;
  expect(retryAfterSeconds).toBe(5);
  // @ts-expect-error a fact of another code
  expect(unknownError.facts.field).toBeUndefined();
});
