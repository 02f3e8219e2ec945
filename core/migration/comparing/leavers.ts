/**
 * Who is gone: people and tokens of a source that its newest full export does not hold any more. They are reported, each after a
 * consistent read, since the index that found them is a moment behind; and disabled where the run was asked to.
 */
import * as z from 'zod';
import { defined } from '#core/directory/items.ts';
import type { DisabledBy, Origin, Token, User } from '#core/directory/model.ts';
import { isTouchedToken, isTouchedUser } from '#core/directory/touched.ts';
import { readStoredJson } from '#core/stored.ts';
import type { Change, NewReportLine, TokenOutcome } from '../outcome.ts';
import { hintOf, type ReportCode } from '../report-codes.ts';
import { type Gone, gone } from './gone.ts';
import { holderOf } from './plan-moves.ts';

export type LeaversContext = {
  readonly run: string;
  readonly part: number;
  /** Name of the source. */
  readonly source: string;
  /** Of the export, Unix ms. */
  readonly packedAt: number;
  readonly disableGone: boolean;
  readonly applyToTouched: boolean;
  /** Of a user key. */
  readonly pseudonym: (key: string) => string;
};
export type LeaversHoldings = {
  /** By user key. */
  readonly users: ReadonlyMap<string, User>;
  /** By serial. */
  readonly tokens: ReadonlyMap<string, Token>;
};

/** What disabling sets. Of a user who has used the account it ends the sessions, too. */
export type Disabling = {
  readonly enabled: false;
  readonly disabledBy: DisabledBy;
  readonly changedBy: Origin;
  readonly sessionEpoch?: number;
};
export type DisabledItem =
  | { readonly kind: 'user'; readonly key: string; readonly seen: User; readonly set: Disabling }
  | { readonly kind: 'token'; readonly key: string; readonly seen: Token; readonly set: Disabling };
/** The line of one who is gone, and what is to be written with it, all or nothing. */
export type LeaverPlan = { readonly line: NewReportLine; readonly disables: readonly DisabledItem[] };

const DISABLED: readonly Change[] = [{ field: 'enabled', from: true, to: false }];

const list: z.ZodType<readonly Gone[]> = z.array(gone);
/** @param name of the object under plans/ @throws LandfallError stored.damaged */
export const parseLeavers = (text: string, name: string): readonly Gone[] => readStoredJson(list, text, name);

/** User keys of the person whose token is gone: before the moves of the run, and after. */
const placesOf = ({ holder, to }: Extract<Gone, { readonly serial: string }>): string[] => [
  ...(holder === undefined ? [] : [holder]),
  ...(to ? [to.key] : []),
];

/** The user keys and serials to be read for a list. */
export const keysOfLeavers = (list: readonly Gone[]): { readonly users: string[]; readonly tokens: string[] } => ({
  users: list.flatMap((one) => ('user' in one ? [one.user] : placesOf(one))),
  tokens: list.flatMap((one) => ('user' in one ? one.tokens : [one.serial])),
});

/** Whether the item is of the source, and follows no export that is as new as this one. */
const isLeft = (item: User | Token | undefined, { source, packedAt }: LeaversContext): boolean =>
  item !== undefined && item.source === source && (item.packedAt ?? 0) < packedAt;

/** `disabled`: by this run, now or in an attempt before. */
type Act = 'none' | 'disable' | 'disabled';

function actOn(item: User | Token, touched: boolean, context: LeaversContext): Act {
  if (item.disabledBy?.run === context.run && !item.enabled) return 'disabled';
  return context.disableGone && item.enabled && (!touched || context.applyToTouched) ? 'disable' : 'none';
}

const disabling = (me: Origin): Disabling => ({ enabled: false, disabledBy: { run: me.migration }, changedBy: me });

type Part<Line> = { readonly line: Line; readonly disables: readonly DisabledItem[] };

/** @param kept of a user who is never changed */
function planToken(token: Token, me: Origin, context: LeaversContext, kept: boolean): Part<TokenOutcome<ReportCode>> {
  const act = kept ? 'none' : actOn(token, isTouchedToken(token), context);
  const { serial, pinHash, pinStyle } = token;
  return {
    line: {
      serial,
      outcome: act === 'none' ? 'unchanged' : 'updated',
      code: 'token.gone',
      pin: pinHash !== undefined || pinStyle === 'none',
      ...(act === 'none' ? {} : { changes: DISABLED }),
    },
    disables: act === 'disable' ? [{ kind: 'token', key: serial, seen: token, set: disabling(me) }] : [],
  };
}

function planUser(key: string, user: User, tokens: readonly Token[], me: Origin, context: LeaversContext): LeaverPlan {
  const kept = user.role !== undefined;
  const touched = isTouchedUser(user);
  const act = kept ? 'none' : actOn(user, touched, context);
  const parts = tokens.map((token) => planToken(token, me, context, kept));
  const { name } = holderOf(user);
  const set = { ...disabling(me), ...(touched ? { sessionEpoch: user.sessionEpoch + 1 } : {}) };
  return {
    line: {
      part: me.part,
      line: me.line,
      type: 'user',
      userId: user.userId,
      ...defined({ name }),
      pseudonym: context.pseudonym(key),
      outcome: act === 'none' ? 'unchanged' : 'updated',
      code: 'user.gone',
      hint: hintOf('user.gone'),
      ...(act === 'none' ? {} : { changes: DISABLED }),
      tokens: parts.map(({ line }) => line),
    },
    disables: [
      ...(act === 'disable' ? [{ kind: 'user', key, seen: user, set } as const] : []),
      ...parts.flatMap(({ disables }) => disables),
    ],
  };
}

/**
 * @param line its place in the list, from 1
 * @returns undefined where it is not gone after all: deleted here, or brought by this export in the meantime
 */
export function planLeaver(
  one: Gone,
  line: number,
  { users, tokens }: LeaversHoldings,
  context: LeaversContext,
): LeaverPlan | undefined {
  const me = { migration: context.run, part: context.part, line };
  const left = (serials: readonly string[]) =>
    serials.flatMap((serial) => tokens.get(serial) ?? []).filter((token) => isLeft(token, context));
  if ('user' in one) {
    const user = users.get(one.user);
    const own = left(one.tokens).filter(({ assignee }) => assignee === one.user);
    return user && isLeft(user, context) ? planUser(one.user, user, own, me, context) : undefined;
  }
  const [token] = left([one.serial]);
  // Of a person the user's list and the token must agree: else it is not this person's token.
  const key = token?.assignee;
  if (!token || (key === undefined ? one.holder !== undefined : !placesOf(one).includes(key))) return undefined;
  const holder = key === undefined ? undefined : users.get(key);
  if (key !== undefined && !holder?.tokens.includes(one.serial)) return undefined;
  const { line: outcome, disables } = planToken(token, me, context, holder?.role !== undefined);
  return {
    line: {
      part: me.part,
      line,
      type: 'token',
      serial: one.serial,
      // Not the name: the person's own record may change it in this very run.
      ...(holder && key !== undefined
        ? { userId: one.to?.userId ?? holder.userId, pseudonym: context.pseudonym(one.to?.key ?? key) }
        : {}),
      outcome: outcome.outcome,
      code: 'token.gone',
      hint: hintOf('token.gone'),
      tokens: [outcome],
    },
    disables,
  };
}
