import fc from 'fast-check';

const SURROGATES = 0x800;
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES })
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + SURROGATES));

/**
 * Texts of any characters of Unicode. `fc.string({ unit: 'binary' })` makes the same, after it has spent half a second and 100 MB
 * on a table of all of them.
 */
export const anyText = (
  length: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> => fc.array(character, length).map((characters) => characters.join(''));
