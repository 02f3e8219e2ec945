import { PACKAGE_ERRORS, packageError } from './errors.ts';

test('every code says what to do; one that is too large answers so', () => {
  for (const code of PACKAGE_ERRORS) {
    const error = packageError(code);
    expect(error).toMatchObject({ code, status: code === 'package.too_large' ? 413 : 422, expose: true, facts: {} });
    expect(error.message).toMatch(/^[A-Z].*\.$/u);
    expect(error).not.toHaveProperty('cause');
  }
});

test('facts stand behind the sentence, and the cause behind the error', () => {
  const cause = new Error('inside');
  const error = packageError('package.unsigned', { part: 'parts/000001.part', limit: 5 }, cause);
  expect(error.message).toBe(`${packageError('package.unsigned').message} (part: parts/000001.part, limit: 5)`);
  expect(error).toMatchObject({ facts: { part: 'parts/000001.part', limit: 5 }, cause });
});
