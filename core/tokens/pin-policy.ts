/**
 * Which PINs may be set from now on. A PIN is one of few (four digits: 10,000), so the ones that people and guessers think of
 * first are refused, and those used before. What comes over from the source keeps its PIN, whatever it is.
 */
import { randomInt } from 'node:crypto';
import type { Token } from '../directory/model.ts';
import { invalid, isError } from '../errors.ts';
import type { KeyRing } from '../keys.ts';
import type { Settings } from '../settings/model.ts';
import { checkPin, pinLengths, pinMatcher } from './pin.ts';

export type PinPolicy = Pick<
  Settings['tokenPolicy'],
  'pinMinLength' | 'pinMaxLength' | 'pinCharacters' | 'pinChoice' | 'pinHistory'
>;
/** The token as it was read; its PIN and the PINs before count as used. */
export type PinOwner = Pick<Token, 'serial' | 'digits' | 'pinStyle' | 'pinHash' | 'formerPins'>;

/** A PIN of the system's choice is this long where the policy leaves the choice, so that people remember it. */
const GENERATED_LENGTH = 6;

/**
 * Equal steps from character to character: 1234, 9876, 2468, 7890 (after 9 comes 0), abcd, zyxw. Steps are counted round the
 * ten digits or the 26 letters, in any case; a mixture is no sequence.
 */
export function isSequence(pin: string): boolean {
  const base = /^\d+$/u.test(pin) ? 10 : /^[a-z]+$/iu.test(pin) ? 26 : 0;
  if (base === 0) return false;
  const codes = Array.from(pin.toLowerCase(), (sign) => Number.parseInt(sign, 36));
  const steps = codes.slice(1).map((code, index) => (code - codes[index]! + base) % base);
  return steps.every((step) => step !== 0 && step === steps[0]);
}

/** One piece over and over, the last time perhaps cut short: 1111, 1212, 12121, 123123, abab. */
export function isRepeat(pin: string): boolean {
  const text = pin.toLowerCase();
  const periods = Array.from({ length: Math.floor(text.length / 2) }, (_, index) => index + 1);
  return periods.some((period) => text.startsWith(text.slice(period)));
}

/** A PINPad adds leading zeros of its own: 01234 is 1234, and as easily guessed. */
function sameForDevice({ pinStyle }: PinOwner, pin: string): string[] {
  const bare = pin.replace(/^0+/u, '');
  return pinStyle === 'pinpad' && bare.length >= 4 && bare !== pin ? [pin, bare] : [pin];
}

/**
 * Whether the PIN is the present one or one of the former ones that the policy remembers. A hash under a key that the ring has
 * lost tells nothing any more: it must not keep its owner from every new PIN.
 */
function usedBefore(policy: PinPolicy, owner: PinOwner, ring: KeyRing, pin: string): boolean {
  const former = [...(owner.pinHash === undefined ? [] : [owner.pinHash]), ...(owner.formerPins ?? [])];
  return former
    .slice(0, policy.pinHistory)
    .filter((hash) => ring.keys[hash.slice(0, hash.lastIndexOf('$'))] !== undefined)
    .some((hash) => pinMatcher(ring, owner, hash)(pin));
}

/**
 * Whether a PIN may be the first one of this token.
 * @throws LandfallError pin.not_used, pin.characters, pin.length (facts min, max), pin.zero, pin.sequence, pin.repeated
 */
export function checkFirstPin(policy: PinPolicy, owner: PinOwner, pin: string): void {
  const { pinStyle, digits } = owner;
  checkPin(policy, pinStyle, digits, pin);
  if (policy.pinCharacters === 'digits' && !/^\d+$/u.test(pin))
    throw invalid('pin.characters', 'Choose a PIN of digits only.');
  if (!/^[0-9a-z]+$/iu.test(pin)) throw invalid('pin.characters', 'Choose a PIN of letters A to Z and digits only.');
  const forms = sameForDevice(owner, pin);
  if (forms.some(isRepeat))
    throw invalid('pin.repeated', 'Choose a PIN that does not repeat itself, as 1111, 1212 and 123123 do.');
  if (forms.some(isSequence))
    throw invalid('pin.sequence', 'Choose a PIN that is no sequence, as 1234, 9876 and 2468 are.');
}

/**
 * Whether a PIN may be set on this token.
 * @throws LandfallError pin.used_before (facts history), pin.* as checkFirstPin
 */
export function checkNewPin(policy: PinPolicy, owner: PinOwner, ring: KeyRing, pin: string): void {
  checkFirstPin(policy, owner, pin);
  if (usedBefore(policy, owner, ring, pin))
    throw invalid('pin.used_before', `Choose a PIN that is none of the last ${policy.pinHistory} of this token.`, {
      history: policy.pinHistory,
    });
}

/**
 * The PIN to set: the user's own, or where none is given one of the system's choice.
 * @throws LandfallError pin.choice (403; facts choice) where the settings leave the choice to the other, pin.* as checkNewPin
 */
export function choosePin(
  policy: PinPolicy,
  owner: PinOwner,
  ring: KeyRing,
  pin: string | undefined,
): { readonly pin: string; readonly generated: boolean } {
  const { pinChoice: choice } = policy;
  if (pin !== undefined && choice === 'system')
    throw invalid('pin.choice', 'PINs are chosen by the system here: ask for a generated one.', { choice });
  if (pin === undefined && choice === 'user')
    throw invalid('pin.choice', 'Choose a PIN of your own: none are generated here.', { choice });
  if (pin === undefined) return { pin: generatePin(policy, owner, ring), generated: true };
  checkNewPin(policy, owner, ring, pin);
  return { pin, generated: false };
}

/** Whether checkNewPin takes it. @throws what is no matter of the PIN */
function fits(policy: PinPolicy, owner: PinOwner, ring: KeyRing, pin: string): boolean {
  try {
    checkNewPin(policy, owner, ring, pin);
    return true;
  } catch (error) {
    if (!isError(error, ...DRAW_AGAIN)) throw error;
    return false;
  }
}
const DRAW_AGAIN = ['pin.zero', 'pin.repeated', 'pin.sequence', 'pin.used_before'] as const;

/**
 * A random PIN of digits that checkNewPin takes: each such PIN is as likely as any other.
 * @param draw a number from 0, below its argument @throws LandfallError pin.not_used
 */
export function generatePin(
  policy: PinPolicy,
  owner: PinOwner,
  ring: KeyRing,
  draw: (below: number) => number = randomInt,
): string {
  const { min, max } = pinLengths(policy, owner.pinStyle, owner.digits);
  const length = Math.min(Math.max(min, GENERATED_LENGTH), max);
  for (;;) {
    const pin = String(draw(10 ** length)).padStart(length, '0');
    if (fits(policy, owner, ring, pin)) return pin;
  }
}

/** What a token remembers once its present PIN goes: the keyed hashes of the last ones, newest first, as many as are compared. */
export function rememberPin(policy: Pick<PinPolicy, 'pinHistory'>, owner: PinOwner): readonly string[] {
  const present = owner.pinHash === undefined ? [] : [owner.pinHash];
  return [...present, ...(owner.formerPins ?? [])].slice(0, policy.pinHistory);
}
