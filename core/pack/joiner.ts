/** Tokens joined with their assignments, as both are read. */
import { invalid } from '#core/errors.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import type { Assignment } from '#core/sources/assignments.ts';
import { userKey } from '#core/text.ts';
import type { TokenFile } from '#core/token-files/files.ts';
import { checkPin } from '#core/tokens/pin.ts';
import { Holdings, type Said } from './holdings.ts';
import { NumberList } from './number-list.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Refusals } from './refusals.ts';
import { TokenStore } from './token-store.ts';

const PIN_POLICY = { pinMinLength: 4, pinMaxLength: 8 };
const MAX_USER_ID = 255;
/** Serials in a message: a few are enough to find the cause. */
const SHOWN = 5;

/** ": 3 refused (token.mac: 000000000001, ...)", or nothing. */
function refusedInWords(refusals: Refusals): string {
  const refused = refusals.list();
  const count = refused.reduce((sum, one) => sum + one.count, 0);
  const reasons = refused.map(({ code, details }) => `${code}: ${details.slice(0, SHOWN).join(', ')}`);
  return count === 0 ? '' : `: ${count} refused (${reasons.join('; ')}${count > SHOWN ? ', ...' : ''})`;
}

const SERIAL = /^[\x21-\x7e]{1,64}$/u;

/** A spreadsheet drops leading zeros. */
const paddedSerial = (serial: string): string => (/^\d{1,11}$/u.test(serial) ? serial.padStart(12, '0') : serial);

/** Whether it can be the token's. */
function isPin(token: TokenOfUser, pin: string): boolean {
  try {
    checkPin(PIN_POLICY, token.pinStyle, token.digits, pin);
    return true;
  } catch {
    return false;
  }
}

/** Notes a token that does not come. @param named a serial, or where else to look for it: "line 7" */
function refuse(refused: Holdings['refused'], named: string): void {
  const serial = paddedSerial(named);
  if (SERIAL.test(serial)) refused.serials.add(serial);
  else refused.unknown += 1;
}

/**
 * Joins tokens and assignments as they are read: first all tokens, then the rows. Where an assignments file is given it is the authority: a user
 * login that only the token file names says to whom the token was issued once; it is noted and not used. Without one the file's user logins count.
 */
export class Joiner {
  readonly #refusals: Refusals;
  readonly #tokens = new TokenStore();
  readonly #holdings = new Holdings(this.#tokens);
  /** Tokens that a row names: 1. */
  readonly #assigned: NumberList = new NumberList();

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  /** Takes up tokens of the files. */
  tokens({ tokens, refused }: TokenFile): void {
    for (const { serial, code } of refused) this.#leave(code, serial);
    for (const token of tokens)
      if (this.#tokens.add(token)) this.#assigned.push(0);
      else this.#refusals.note('token.duplicate', token.serial);
  }

  /** All tokens have been taken up. @throws LandfallError pack.no_tokens */
  checkTokens(): void {
    if (this.#tokens.length > 0) return;
    throw invalid(
      'pack.no_tokens',
      `The token files hold no token that can be used${refusedInWords(this.#refusals)}. Without a token nobody could log on. Check the files.`,
      { refused: this.#refusals.list() },
    );
  }

  /** Takes up a row of the assignments file. */
  row(row: Assignment): void {
    const number = this.#tokens.find(row.serial) ?? this.#tokens.find(paddedSerial(row.serial));
    if (number === undefined) {
      this.#refusals.note('assignment.token_missing', `line ${row.line}: ${printable(row.serial)}`);
      refuse(this.#holdings.refused, row.serial);
      return;
    }
    if (this.#assigned.at(number) === 1) {
      this.#refusals.note('assignment.duplicate', `line ${row.line}: ${this.#tokens.serialOf(number)}`);
      return;
    }
    this.#assigned.set(number, 1);
    this.#assign(row, number);
  }

  /** @param assignments whether there was a file of them */
  end(assignments: boolean): Holdings {
    for (let number = 0; number < this.#tokens.length; number += 1) {
      if (this.#assigned.at(number) === 1) continue;
      const { serial, userLogin } = this.#tokens.at(number);
      if (userLogin && assignments) this.#refusals.note('assignment.login_ignored', serial);
      if (userLogin && !assignments) this.#give(userLogin, number, serial);
      else this.#holdings.leave(number);
    }
    return this.#holdings;
  }

  #give(userId: string, number: number, serial: string, said?: Said): void {
    if (userKey(userId) === '' || userId.length > MAX_USER_ID) {
      this.#refusals.note('assignment.user_invalid', serial);
      this.#holdings.leave(number, said);
    } else if (!this.#holdings.giveToken(userId, number, said)) this.#leave('token.too_many', serial);
  }

  #leave(code: RefusalCode, serial: string): void {
    this.#refusals.note(code, serial);
    refuse(this.#holdings.refused, serial);
  }

  /**
   * A token with a PIN that can't be its PIN stays out: without its PIN the tokencode alone would log on. An OATH token is used
   * without one, so it comes as it is.
   */
  #assign(row: Assignment, number: number): void {
    const token = this.#tokens.at(number);
    const { clockOffset, enabled, nickname } = row;
    const unused = row.pin !== '' && token.pinStyle === 'none' && token.algorithm !== 'securid-aes128';
    if (unused) this.#refusals.note('assignment.pin_not_used', token.serial);
    const pin = unused ? '' : row.pin;
    if (pin !== '' && !isPin(token, pin)) {
      this.#leave('token.pin_invalid', token.serial);
      return;
    }
    const said: Said | undefined = [pin || undefined, clockOffset, enabled, nickname].some((one) => one !== undefined)
      ? {
          ...(pin === '' ? {} : { pin }),
          ...(clockOffset === undefined ? {} : { clockOffset }),
          ...(enabled === undefined ? {} : { enabled }),
          ...(nickname === undefined ? {} : { nickname }),
        }
      : undefined;
    if (row.userId === '') this.#holdings.leave(number, said);
    else this.#give(row.userId, number, token.serial, said);
  }
}

/** Joins what is in memory already. @internal @throws LandfallError pack.no_tokens */
export function joinHoldings(
  files: readonly TokenFile[],
  assignments: readonly Assignment[] | undefined,
  refusals: Refusals,
): Holdings {
  const joiner = new Joiner(refusals);
  for (const file of files) joiner.tokens(file);
  joiner.checkTokens();
  for (const row of assignments ?? []) joiner.row(row);
  return joiner.end(assignments !== undefined);
}

/** A serial as a message may carry it: whatever stood in the cell could also be a PIN in the wrong column. */
const printable = (serial: string): string => (/^\d{9,12}$/u.test(serial) ? serial : 'not a serial');
