import { completeness } from './completeness.ts';
import type { RefusalCode } from './refusal-codes.ts';

const of = (...codes: RefusalCode[]) => codes.map((code) => ({ code, count: 1, details: [] }));

test('an export is full where nothing narrowed it and nothing was left out', () => {
  expect(completeness(new Set(), undefined, [])).toEqual({ full: true, partial: [] });
  expect(completeness(new Set(['group', 'base']), undefined, [])).toEqual({ full: false, partial: ['base', 'group'] });
});

test('the packer says that a narrowed export is the whole source, or that another is not', () => {
  expect(completeness(new Set(['base', 'filter', 'users', 'group']), 'full', [])).toEqual({
    full: true,
    partial: ['base', 'filter', 'users', 'group'],
  });
  expect(completeness(new Set(), 'partial', [])).toEqual({ full: false, partial: ['said'] });
});

test.each<[RefusalCode, string]>([
  ['user.duplicate', 'refused'],
  ['user.invalid', 'refused'],
  ['token.mac', 'refused'],
  ['token.too_many', 'refused'],
  ['assignment.token_missing', 'refused'],
  ['ldif.broken_line', 'skipped'],
  ['ldif.incomplete', 'skipped'],
  ['csv.broken_line', 'skipped'],
])('after %s an export is not full, whatever the packer says', (code, reason) => {
  for (const said of [undefined, 'full'] as const)
    expect(completeness(new Set(), said, of(code))).toEqual({ full: false, partial: [reason] });
});

test('what only lacks an answer, an address or a second copy leaves nothing out', () => {
  const harmless = of('answer.length', 'user.email_invalid', 'token.duplicate', 'assignment.login_ignored');
  expect(completeness(new Set(), undefined, harmless)).toEqual({ full: true, partial: [] });
});
