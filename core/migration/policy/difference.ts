/** What a record says otherwise than the directory: a field each, and what a write of it would set. */
import type { Sealer } from '#core/directory/items.ts';
import type { Sealed, Token } from '#core/directory/model.ts';
import type { Change, ChangeValue } from './change.ts';
import type { RuleName, Verdict } from './rules.ts';

/** Whether what is stored came from the same secret as what a record brings. */
export type Secrets = {
  /** @param user whose hash it is, by the key of the item that holds it */
  samePhc(stored: string, phc: string, use: 'password' | 'answer', user: Sealed): boolean;
  /** @param pin of the record; `stored` under the token as the record has it */
  samePin(token: Pick<Token, 'serial' | 'digits' | 'pinStyle'>, stored: string, pin: string): boolean;
  /** @param seed Base64 */
  sameSeed(token: Token, seed: string): boolean;
};

/** Attributes of an item; one that is undefined is removed. */
export type Fields<Item> = { readonly [Name in keyof Item]?: Item[Name] | undefined };
export type Difference<Item> = {
  /** By the record's own name. */
  readonly field: string;
  readonly rule: RuleName;
  /** Absent of a secret, and where there is no value. */
  readonly from?: ChangeValue | undefined;
  readonly to?: ChangeValue | undefined;
  /** The record has no value. */
  readonly missing: boolean;
  /** What a write sets: secrets are sealed only then. */
  readonly fields: (sealer: Sealer) => Fields<Item>;
};

/** As a report has it. */
export function changeOf({ field, from, to }: Pick<Change, 'field'> & Fields<Change>, verdict: Verdict): Change {
  return {
    field,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(verdict === 'waits' ? { waits: true } : {}),
    ...(verdict === 'kept' ? { kept: true } : {}),
  };
}

/**
 * What is reported and what is to be written. `base` is the item as it was before this run, `now` as it is: a field that this run has
 * set already is reported again and not written again, so that a part that runs twice reports the same.
 */
export function judge<Item>(
  base: readonly Difference<Item>[],
  now: readonly Difference<Item>[],
  verdict: (difference: Difference<Item>) => Verdict,
): { readonly changes: Change[]; readonly writes: Difference<Item>[]; readonly verdicts: ReadonlySet<Verdict> } {
  const before = new Map(base.map((difference) => [difference.field, difference]));
  const judged = now.map((difference) => ({ difference, verdict: verdict(difference) }));
  const fields = new Set(judged.map(({ difference }) => difference.field));
  const done = base.filter(({ field }) => !fields.has(field));
  const said = judged.filter((one) => one.verdict !== 'silent');
  const changes = [
    ...done.map((difference) => changeOf(difference, 'follows')),
    ...said.map((one) => {
      const from = one.verdict === 'follows' ? before.get(one.difference.field) : undefined;
      return changeOf(from ?? one.difference, one.verdict);
    }),
  ];
  const verdicts = new Set<Verdict>(said.map((one) => one.verdict));
  if (done.length > 0) verdicts.add('follows');
  const writes = judged.filter((one) => one.verdict === 'follows').map(({ difference }) => difference);
  return { changes: changes.sort((a, b) => (a.field < b.field ? -1 : 1)), writes, verdicts };
}
