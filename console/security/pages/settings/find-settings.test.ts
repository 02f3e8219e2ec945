import { isFound } from './find-settings.ts';

const texts = ['Lebensdauer der Sitzung', undefined, 'sessions.idleMinutes', 'Décide de la fin'];

test.each([
  ['', true],
  ['sitzung', true],
  ['SITZUNG leben', true],
  ['idleminutes', true],
  ['decide', true],
  ['sitzung kennwort', false],
])('%j is found: %p', (wanted, found) => {
  expect(isFound(wanted, texts)).toBe(found);
});
