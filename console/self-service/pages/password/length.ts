import { codePoints } from '#core/text.ts';

/** Length as the API counts it: code points after composition (NFC). */
export const lengthOf = (password: string): number => codePoints(password.normalize('NFC'));
