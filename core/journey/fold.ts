/** Text as people type it when they look for a person: no accents needed, any case, any script. */
import { foldCase, foldSpace } from '#core/text.ts';

/** Letters that Unicode does not take apart into a base letter and a mark, and letters that are typed for one another. */
const PLAIN: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ł: 'l',
  ŧ: 't',
  þ: 'th',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'n',
  // Arabic and Persian keyboards have one or the other.
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ة: 'ه',
};

/**
 * Marks that stand on letters of any script (accents, Arabic vowels) and those of Hebrew; what no reader sees; the Arabic stroke that
 * only makes a word wider. Not the marks that make a kana another kana, nor the vowel signs of Indic scripts, which are no ornaments.
 */
const LEFT_OUT = /(?![\u3099\u309a])[\p{Script=Inherited}\u0591-\u05c7\u0610-\u061a\u0640\p{Cc}\p{Cf}\p{Cs}]/gu;
const BLANKS = /\s/gu;
/** Where the digits of a script begin; NFKD has made ASCII of full-width ones. */
const ZEROS = [0x06_60, 0x06_f0, 0x09_66, 0x09_e6, 0x0e_50];

const bare = (text: string): string => text.normalize('NFKD').replace(BLANKS, ' ').replace(LEFT_OUT, '');

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? digit : String(code - zero);
}

/** Katakana as hiragana: which one a reading is kept in, a caller does not say. */
const hiragana = (kana: string): string => String.fromCodePoint(kana.codePointAt(0)! - 0x60);

/**
 * NFKD without accents, case folded (Turkish ı and İ are i, ß is ss), letters such as ø as their plain ones, digits as ASCII, one space
 * for a run of white space. Folded twice it stays the same.
 */
export function folded(text: string): string {
  const plain = bare(foldCase(bare(text)))
    .replace(/[æœøđðħłŧþıĸŋیىکة]/gu, (letter) => PLAIN[letter]!)
    .replace(/\p{Nd}/gu, asciiDigit)
    .normalize('NFC')
    .replace(/[\u30a1-\u30f6]/gu, hiragana);
  return foldSpace(plain);
}

const WRITTEN_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/**
 * A name as it may be typed on keyboards without its letters: Müller also as Mueller, and Mueller also as Müller. Folded; two may be
 * equal.
 */
export function spellings(name: string): { readonly plain: string; readonly others: readonly [string, string] } {
  const plain = folded(name);
  const small = name.normalize('NFKC').toLowerCase();
  const out = folded(small.replace(/[äöüøå]/gu, (letter) => WRITTEN_OUT[letter]!));
  const short = plain.replace(/([aou])e|aa/gu, (_pair, vowel: string | undefined) => vowel ?? 'a');
  return { plain, others: [out, short] };
}
