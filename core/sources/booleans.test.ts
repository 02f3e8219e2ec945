import { readBoolean } from './booleans.ts';

test.each([
  ...['true', ' YES ', 'y', '1', 'enabled', 'Active', 'on', 'WAHR', 'Vrai', 'sí', 'ДА'].map(
    (text) => [text, true] as const,
  ),
  ...['false', ' No ', 'n', '0', 'disabled', 'inactive', 'off', 'FALSCH', 'faux', 'YANLIŞ'].map(
    (text) => [text, false] as const,
  ),
  ...['', 'perhaps', '2', 'not true'].map((text) => [text, undefined] as const),
])('%j read as yes or no: %s', (text, expected) => expect(readBoolean(text)).toBe(expected));
