import { completeness } from './completeness.ts';
import type { RefusalCode } from './refusal-codes.ts';

const of = (...codes: RefusalCode[]) => codes.map((code) => ({ code, count: 1, details: [] }));

test('an export is full where nothing narrowed it and nothing was left out', () => {
  expect(completeness(new Set(), undefined, [], 0)).toEqual({ full: true, partial: [] });
  expect(completeness(new Set(['group', 'base']), undefined, [], 0)).toEqual({
    full: false,
    partial: ['base', 'group'],
  });
});

test('the packer says that a narrowed export is the whole source, or that another is not', () => {
  expect(completeness(new Set(['base', 'filter', 'users', 'group']), 'full', [], 0)).toEqual({
    full: true,
    partial: ['base', 'filter', 'users', 'group'],
  });
  expect(completeness(new Set(), 'partial', [], 0)).toEqual({ full: false, partial: ['said'] });
});

test.each<RefusalCode>(['ldif.broken_line', 'ldif.incomplete', 'csv.broken_line'])(
  'after %s an export is not full, whatever the packer says',
  (code) => {
    for (const said of [undefined, 'full'] as const)
      expect(completeness(new Set(), said, of(code), 0)).toEqual({ full: false, partial: ['skipped'] });
  },
);

test('a user or token who was refused and can’t be named makes an export partial, one who is named does not', () => {
  const refusals = of('user.invalid', 'token.mac', 'answer.length', 'user.email_invalid');
  expect(completeness(new Set(), 'full', refusals, 1)).toEqual({ full: false, partial: ['refused'] });
  expect(completeness(new Set(), undefined, refusals, 0)).toEqual({ full: true, partial: [] });
});
