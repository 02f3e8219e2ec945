import { setTexts } from '../i18n/language.ts';
import { de } from '../texts/de.ts';
import { en } from '../texts/en.ts';
import { Refusal, Unreachable } from './api.ts';
import { describeError } from './describe-error.ts';

beforeEach(() => setTexts('en', en));

const refusal = (code: string, facts: object = {}) =>
  new Refusal({ type: `urn:landfall:${code}`, title: 'Plain words.', status: 400, code, ...facts } as never);

test('a refusal is described in the reader’s language with its facts, and one with an unknown code by the API’s own title', () => {
  expect(describeError(refusal('pin.length', { min: 4, max: 8 }))).toBe('The PIN must have 4 to 8 characters.');
  expect(describeError(refusal('throttle.source', { retryAfterSeconds: 120 }))).toContain('2 minutes');
  expect(describeError(refusal('fish.rotten'))).toBe('Plain words.');
  expect(describeError(refusal('internal', { requestId: 'r-1' }))).toContain('r-1');
  expect(describeError(refusal('internal'))).not.toContain('{');
  setTexts('de', de);
  expect(describeError(refusal('pin.zero'))).toBe('Die PIN darf nicht nur aus Nullen bestehen.');
});

test('a lost answer is described by what the request may have used up', () => {
  const lost = new Unreachable('x');
  expect(describeError(lost)).toBe(en['error.unreachable']);
  expect(describeError(lost, 'code')).toBe(en['error.unreachable-code']);
  expect(describeError(lost, 'step')).toBe(en['error.unreachable-step']);
  expect(describeError(new TypeError('x'))).toBe(en['error.unknown']);
});
