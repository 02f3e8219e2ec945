import { NamedError } from './aws/names.ts';
import { checkRequest, checkResponse, checkState, withinIntegration } from './quotas.ts';

const text = (bytes: number) => 'x'.repeat(bytes - 2);
const named = (name: string) => expect.objectContaining({ name });
const MEBIBYTE = 1024 * 1024;

test('a function takes and answers 6 MiB, and no byte more', () => {
  checkRequest(text(6 * MEBIBYTE));
  checkResponse(JSON.stringify(text(6 * MEBIBYTE)));
  expect(() => checkRequest(text(6 * MEBIBYTE + 1))).toThrow(named('RequestEntityTooLargeException'));
  expect(() => checkResponse(JSON.stringify(text(6 * MEBIBYTE + 1)))).toThrow(named('Function.ResponseSizeTooLarge'));
  checkRequest(undefined);
});

test('a state takes and gives 256 KiB, counted in bytes', () => {
  expect(checkState({ a: 1 })).toEqual({ a: 1 });
  expect(checkState(undefined)).toBeUndefined();
  expect(checkState(text(262_144))).toHaveLength(262_142);
  expect(() => checkState(text(262_145))).toThrow(named('States.DataLimitExceeded'));
  expect(() => checkState('ü'.repeat(131_072))).toThrow(named('States.DataLimitExceeded'));
});

test('API Gateway answers by itself where a function takes too long or its request is too large', async () => {
  const never = new Promise(() => undefined);
  await expect(withinIntegration(never, 5)).rejects.toMatchObject({ statusCode: 503 });
  const large = Promise.reject(new NamedError('RequestEntityTooLargeException', 'Too large.'));
  await expect(withinIntegration(large)).rejects.toMatchObject({ statusCode: 413 });
  await expect(withinIntegration(Promise.resolve(1))).resolves.toBe(1);
  await expect(withinIntegration(Promise.reject(new NamedError('task.failed', 'No.')))).rejects.toThrow(
    named('task.failed'),
  );
});
