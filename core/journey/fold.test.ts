import * as fc from 'fast-check';
import { anyText } from '#test/support/any-text.ts';
import { folded, spellings } from './fold.ts';

test.each([
  ['Åse Bjørnsen', 'ase bjornsen'],
  ['  Straße \t9 ', 'strasse 9'],
  ['Łukasz Żółć', 'lukasz zolc'],
  ['İsmail IŞIK ışık', 'ismail isik isik'],
  ['Ａｄａ　Ｌｏｖｅｌａｃｅ１２', 'ada lovelace12'],
  ['Ｏ’Brien', 'o’brien'],
  ['Μαρία ΠΑΠΑΔΟΠΟΎΛΟΥ Σίσυφος', 'μαρια παπαδοπουλου σισυφοσ'],
  ['Ёлкина Юрий', 'елкина юрии'],
  ['김 민준', '김 민준'],
  ['ﾔﾏﾀﾞ', 'やまだ'],
  ['タナカ', 'たなか'],
  ['أحمد محمّد', 'احمد محمد'],
  ['علی', 'علي'],
  ['שָׁלוֹם', 'שלום'],
  ['कुमार', 'कुमार'],
  ['١٨٥ ۱۸۵ १८५ ๑๘๕', '185 185 185 185'],
  ['a\u200bb\u00adc\u0000d', 'abcd'],
  ['ﬁn Œuvre Þór Đặng', 'fin oeuvre thor dang'],
])('%j is typed as %j', (text, typed) => {
  expect(folded(text)).toBe(typed);
});

test('what is folded stays the same when it is folded again', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const once = folded(text);
      expect(folded(once)).toBe(once);
      expect(folded(text.normalize('NFD'))).toBe(once);
      expect(once.isWellFormed()).toBe(true);
    }),
  );
});

test('a name with letters that a keyboard lacks is also found as it is written out, and the other way round', () => {
  expect(spellings('Müller')).toEqual({ plain: 'muller', others: ['mueller', 'muller'] });
  expect(spellings('MÜLLER'.normalize('NFD')).others[0]).toBe('mueller');
  expect(spellings('Mueller')).toEqual({ plain: 'mueller', others: ['mueller', 'muller'] });
  expect(spellings('Sørås')).toEqual({ plain: 'soras', others: ['soeraas', 'soras'] });
  expect(spellings('Aase')).toEqual({ plain: 'aase', others: ['aase', 'ase'] });
});
