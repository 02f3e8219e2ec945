import { hintOf, REPORT_CODE_NAMES } from '#core/migration/report-codes.ts';
import { REFUSAL_CODES } from '#core/pack/refusal-codes.ts';
import { setTexts } from '../../shared/i18n/language.ts';
import { texts as de } from '../texts/de.ts';
import { texts as en } from '../texts/en.ts';
import { texts as fr } from '../texts/fr.ts';
import { codeText, fixText, refusalText, whereOf } from './report-codes.ts';

test.each([
  ['en', en],
  ['de', de],
  ['fr', fr],
] as const)(
  'in %s every report code has a name and a remedy, and an unknown code is shown itself',
  (language, texts) => {
    setTexts(language, texts);
    for (const code of REPORT_CODE_NAMES) {
      expect(codeText(code)).not.toBe(code);
      expect(fixText(code)).not.toBe('');
    }
    for (const code of REFUSAL_CODES) expect(refusalText(code)).not.toBe(code);
    expect([codeText('user.new_code'), fixText('user.new_code'), refusalText('user.new_code')]).toEqual([
      'user.new_code',
      '',
      'user.new_code',
    ]);
  },
);

test('the place in the record is what a hint says after the known sentence of its code', () => {
  expect(whereOf('record.invalid', hintOf('record.invalid', 'tokens.0.seed'))).toBe('(tokens.0.seed)');
  expect(whereOf('record.invalid', hintOf('record.invalid'))).toBe('');
  expect(whereOf('record.invalid', 'Other words (x)')).toBe('');
  expect(whereOf('toString', 'x')).toBe('');
  expect(whereOf('record.invalid', undefined)).toBe('');
});
