/**
 * What each user holds: tokens joined with their assignments, and answers. It is kept in memory while the directory is
 * streamed, and grows with the tokens, not with the directory.
 */
import { invalid } from '#core/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import type { TokenOfUser } from '#core/export/record.ts';
import type { GivenAnswer } from '#core/sources/answers.ts';
import type { Assignment } from '#core/sources/assignments.ts';
import { userKey } from '#core/text.ts';
import type { FileToken, TokenFile } from '#core/token-files/files.ts';
import { checkPin } from '#core/tokens/pin.ts';
import type { RefusalCode } from './refusal-codes.ts';
import type { Refusals } from './refusals.ts';

export type Holding = {
  /** As the assignment writes it. */
  readonly userId: string;
  readonly tokens: TokenOfUser[];
  readonly answers: GivenAnswer[];
  /** What was given under another spelling of the user ID: "STRASSE" may be another user than "straße" (same-id.ts). */
  readonly respelled: Map<TokenOfUser | GivenAnswer, string>;
  /** Whether the directory has given this user yet. */
  taken: boolean;
};

const newHolding = (userId: string): Holding => ({
  userId: userId.trim(),
  tokens: [],
  answers: [],
  respelled: new Map(),
  taken: false,
});

/** A user ID as people write it: letter case counts, the way in which an accent is encoded does not. */
export const spellingOf = (userId: string): string => userId.trim().normalize('NFC');

export type Holdings = {
  /** By user key. Users without a token have none. */
  readonly byUser: Map<string, Holding>;
  readonly unassigned: TokenOfUser[];
  /** Tokens that the source holds and that do not come: by serial, and how many of which it can't be told. */
  readonly refused: { readonly serials: Set<string>; unknown: number };
};

const PIN_POLICY = { pinMinLength: 4, pinMaxLength: 8 };
const MAX_USER_ID = 255;
/** Serials in a message: a few are enough to find the cause. */
const SHOWN = 5;

/** The holding of a user, made where there is none. */
export function holdingOf(holdings: Holdings, userId: string): Holding {
  const key = userKey(userId);
  const holding = holdings.byUser.get(key) ?? newHolding(userId);
  holdings.byUser.set(key, holding);
  return holding;
}

/** Adds a token or an answer, given to the user under this spelling. */
export function hold<T extends TokenOfUser | GivenAnswer>(holding: Holding, list: T[], item: T, userId: string): void {
  list.push(item);
  if (spellingOf(userId) !== spellingOf(holding.userId)) holding.respelled.set(item, spellingOf(userId));
}

type FoundToken = { readonly token: TokenOfUser; readonly login: string | undefined };

/** ": 3 refused (token.mac: 000000000001, ...)", or nothing. */
function refusedInWords(refusals: Refusals): string {
  const refused = refusals.list();
  const count = refused.reduce((sum, one) => sum + one.count, 0);
  const reasons = refused.map(({ code, details }) => `${code}: ${details.slice(0, SHOWN).join(', ')}`);
  return count === 0 ? '' : `: ${count} refused (${reasons.join('; ')}${count > SHOWN ? ', ...' : ''})`;
}

/** Of a token without a login there need not be a second one in memory. */
function withoutLogin(token: FileToken): TokenOfUser {
  if (token.userLogin === undefined) return token;
  const { userLogin: _, ...rest } = token;
  return rest;
}

/** Each serial once: of two tokens with one serial the first counts. */
function collectTokens(
  files: readonly TokenFile[],
  refusals: Refusals,
  refused: Holdings['refused'],
): Map<string, FoundToken> {
  const tokens = new Map<string, FoundToken>();
  for (const file of files) {
    for (const { serial, code } of file.refused) {
      refusals.note(code, serial);
      refuse(refused, serial);
    }
    for (const token of file.tokens) {
      if (tokens.has(token.serial)) refusals.note('token.duplicate', token.serial);
      else tokens.set(token.serial, { token: withoutLogin(token), login: token.userLogin });
    }
  }
  if (tokens.size === 0)
    throw invalid(
      'pack.no_tokens',
      `The token files hold no token that can be used${refusedInWords(refusals)}. Without a token nobody could log on. Check the files.`,
      { refused: refusals.list() },
    );
  return tokens;
}

/** The PIN where it fits the token. @returns false where it does not */
function withPin(token: TokenOfUser, pin: string): TokenOfUser | false {
  if (pin === '') return token;
  try {
    checkPin(PIN_POLICY, token.pinStyle, token.digits, pin);
    return { ...token, pin };
  } catch {
    return false;
  }
}

const SERIAL = /^[\x21-\x7e]{1,64}$/u;

/** A spreadsheet drops leading zeros. */
const paddedSerial = (serial: string): string => (/^\d{1,11}$/u.test(serial) ? serial.padStart(12, '0') : serial);

/** Notes a token that does not come. @param named a serial, or where else to look for it: "line 7" */
function refuse(refused: Holdings['refused'], named: string): void {
  const serial = paddedSerial(named);
  if (SERIAL.test(serial)) refused.serials.add(serial);
  else refused.unknown += 1;
}

class Joiner {
  readonly #refusals: Refusals;
  readonly holdings: Holdings = { byUser: new Map(), unassigned: [], refused: { serials: new Set(), unknown: 0 } };

  constructor(refusals: Refusals) {
    this.#refusals = refusals;
  }

  give(userId: string, token: TokenOfUser): void {
    if (userKey(userId) === '' || userId.length > MAX_USER_ID) {
      this.#refusals.note('assignment.user_invalid', token.serial);
      this.holdings.unassigned.push(token);
      return;
    }
    const holding = holdingOf(this.holdings, userId);
    if (holding.tokens.length < LIMITS.tokensPerUser) hold(holding, holding.tokens, token, userId);
    else this.#leave('token.too_many', token.serial);
  }

  #leave(code: RefusalCode, serial: string): void {
    this.#refusals.note(code, serial);
    refuse(this.holdings.refused, serial);
  }

  /**
   * A token with a PIN that can't be its PIN stays out: without its PIN the tokencode alone would log on. An OATH token is used
   * without one, so it comes as it is.
   */
  assign(row: Assignment, token: TokenOfUser): void {
    const { clockOffset, enabled, nickname } = row;
    const unused = row.pin !== '' && token.pinStyle === 'none' && token.algorithm !== 'securid-aes128';
    if (unused) this.#refusals.note('assignment.pin_not_used', token.serial);
    const ready = withPin(
      {
        ...token,
        ...(clockOffset === undefined ? {} : { clockOffset }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(nickname === undefined ? {} : { nickname }),
      },
      unused ? '' : row.pin,
    );
    if (!ready) this.#leave('token.pin_invalid', token.serial);
    else if (row.userId === '') this.holdings.unassigned.push(ready);
    else this.give(row.userId, ready);
  }
}

/**
 * Joins tokens and assignments. Where an assignments file is given it is the authority: a user login that only the token file
 * names says to whom the token was issued once; it is noted and not used. Without one the file's user logins count.
 * @throws LandfallError pack.no_tokens
 */
export function joinHoldings(
  files: readonly TokenFile[],
  assignments: readonly Assignment[] | undefined,
  refusals: Refusals,
): Holdings {
  const joiner = new Joiner(refusals);
  const { refused } = joiner.holdings;
  const tokens = collectTokens(files, refusals, refused);
  const assigned = new Set<string>();
  for (const row of assignments ?? []) {
    const found = tokens.get(row.serial) ?? tokens.get(paddedSerial(row.serial));
    if (!found) {
      refusals.note('assignment.token_missing', `line ${row.line}: ${printable(row.serial)}`);
      refuse(refused, row.serial);
    } else if (assigned.has(found.token.serial))
      refusals.note('assignment.duplicate', `line ${row.line}: ${found.token.serial}`);
    else {
      assigned.add(found.token.serial);
      joiner.assign(row, found.token);
    }
  }
  for (const { token, login } of tokens.values()) {
    if (assigned.has(token.serial)) continue;
    if (login && assignments) refusals.note('assignment.login_ignored', token.serial);
    if (login && !assignments) joiner.give(login, token);
    else joiner.holdings.unassigned.push(token);
  }
  return joiner.holdings;
}

/** A serial as a message may carry it: whatever stood in the cell could also be a PIN in the wrong column. */
const printable = (serial: string): string => (/^\d{9,12}$/u.test(serial) ? serial : 'not a serial');
