/** DynamoDB's numbers: exact decimals of 38 digits, from 1e-130 to below 1e126, kept and answered as plain decimal text. */
import { invalid } from './refusals.ts';

const DIGITS = 38;
const LARGEST_EXPONENT = 125;
const SMALLEST_EXPONENT = -130;

/** `digits` * 10^`exponent`, without a zero at the end of the digits; nought is 0 * 10^0. */
type Decimal = { readonly digits: bigint; readonly exponent: number };

/** What is its own plain text, and which arithmetic of whole numbers is exact on. */
const SMALL = /^(?:0|-?[1-9]\d{0,13})$/u;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/u;

function decimalOf(text: string): Decimal {
  const [, sign, whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '')
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  return withoutZeros(BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n), Number(power) - fraction.length);
}

function withoutZeros(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = digits.toString();
  const kept = text.replace(/0+$/u, '');
  return { digits: BigInt(kept), exponent: exponent + text.length - kept.length };
}

const lengthOf = (digits: bigint): number => digits.toString().length - (digits < 0n ? 1 : 0);

/** @throws Refusal where DynamoDB keeps no such number */
function checked(decimal: Decimal): Decimal {
  if (decimal.digits === 0n) return decimal;
  const length = lengthOf(decimal.digits);
  if (length > DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  const exponent = decimal.exponent + length - 1;
  if (exponent > LARGEST_EXPONENT)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (exponent < SMALLEST_EXPONENT)
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  return decimal;
}

function plain({ digits, exponent }: Decimal): string {
  if (exponent >= 0) return `${digits}${digits === 0n ? '' : '0'.repeat(exponent)}`;
  const sign = digits < 0n ? '-' : '';
  const text = digits
    .toString()
    .replace('-', '')
    .padStart(1 - exponent, '0');
  return `${sign}${text.slice(0, exponent)}.${text.slice(exponent)}`;
}

/** The one text of a number. @throws Refusal */
export const plainNumber = (text: string): string => (SMALL.test(text) ? text : plain(checked(decimalOf(text))));

const aligned = (one: Decimal, exponent: number): bigint => one.digits * 10n ** BigInt(one.exponent - exponent);

/** The sum of two plain numbers; `sign` -1: their difference. @throws Refusal where it has more digits than DynamoDB keeps */
export function sum(left: string, right: string, sign: 1 | -1): string {
  if (SMALL.test(left) && SMALL.test(right)) return String(Number(left) + sign * Number(right));
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(a.exponent, b.exponent);
  return plain(checked(withoutZeros(aligned(a, exponent) + BigInt(sign) * aligned(b, exponent), exponent)));
}

/** Below 0: `left` is smaller. Of plain numbers. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (SMALL.test(left) && SMALL.test(right)) return Number(left) - Number(right);
  return orderOfNumber(left) < orderOfNumber(right) ? -1 : 1;
}

/** Text that sorts as the number does, by code units. */
export function orderOfNumber(plainText: string): string {
  const { digits, exponent } = decimalOf(plainText);
  if (digits === 0n) return 'B';
  const text = digits.toString().replace('-', '');
  const point = String(exponent + text.length + 500).padStart(4, '0');
  if (digits > 0n) return `C${point}${text}`;
  return `A${`${point}${text}`.replace(/\d/gu, (digit) => String(9 - Number(digit)))}~`;
}

/** In bytes, as an item's size counts it. */
export function sizeOfNumber(plainText: string): number {
  if (plainText.length === 1) return plainText === '0' ? 1 : 2;
  const { digits } = decimalOf(plainText);
  if (digits === 0n) return 1;
  return Math.ceil(lengthOf(digits) / 2) + 1 + (digits < 0n ? 1 : 0);
}
