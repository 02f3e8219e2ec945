/** A user's record and its tokens together: neither is written without the other. */
import type { UserEntry } from './entries.ts';
import type { Holdings } from './holdings.ts';
import type { NewReportLine } from './outcome.ts';
import { type ItemUpdate, onlyLine, type Plan, type PlanContext, tokenOutcome } from './plan.ts';
import { givenUp, planToken, type TokenPlan } from './plan-tokens.ts';

export type UserSubject = { readonly entry: UserEntry; readonly holdings: Holdings; readonly context: PlanContext };
export type Tokens = {
  readonly plans: readonly TokenPlan[];
  readonly outcomes: NonNullable<NewReportLine['tokens']>;
};

export function planTokens({ entry, holdings, context }: UserSubject, key: string, isNew: boolean): Tokens {
  const plans = entry.tokens.map((record) =>
    planToken({ record, me: entry.me, taker: { key, isNew }, holdings, context }),
  );
  return {
    plans,
    outcomes: [
      ...plans.map(({ outcome }) => outcome),
      ...entry.duplicates.map((token) => tokenOutcome(token, 'rejected', 'token.duplicate')),
    ],
  };
}

export const serialsOf = (plans: readonly TokenPlan[], is: (plan: TokenPlan) => boolean): string[] =>
  plans.filter(is).map(({ outcome }) => outcome.serial);

/**
 * Those who had a token until now: off their lists it goes, in the same transaction. They follow the export only where it has a record
 * of theirs: who is gone gives a token, too, and stays gone.
 */
function giverUpdates({ entry, holdings }: UserSubject, plans: readonly TokenPlan[]): ItemUpdate[] {
  const givers = new Set(plans.flatMap(({ giver }) => giver ?? []));
  return [...givers].map((key): ItemUpdate => {
    const seen = holdings.users.get(key)!;
    const given = new Set(serialsOf(plans, ({ giver }) => giver === key));
    const tokens = seen.tokens.filter((serial) => !given.has(serial));
    return {
      kind: 'user',
      key,
      seen,
      fields: () => ({ tokens, changedBy: entry.me }),
    };
  });
}

/** The common end of a plan with tokens: waits and drops come before every write. */
export function withTokens(
  subject: UserSubject,
  line: NewReportLine,
  { plans }: Tokens,
  rest: Pick<Plan, 'updates' | 'tellings'> & Pick<Partial<Plan>, 'user' | 'person'>,
): Plan {
  const { entry, holdings } = subject;
  const drop = [
    ...plans.flatMap((plan) => plan.drop ?? []),
    ...givenUp(entry.record.tokens, entry.me, plans, holdings),
  ];
  const wait = plans.some((plan) => plan.wait === true);
  if (wait || drop.length > 0) return { ...onlyLine(entry, line, drop), wait };
  return {
    ...onlyLine(entry, line),
    creates: plans.flatMap((plan) => plan.create ?? []),
    ...rest,
    updates: [...rest.updates, ...plans.flatMap((plan) => plan.update ?? []), ...giverUpdates(subject, plans)],
    tellings: [...rest.tellings, ...plans.flatMap((plan) => plan.telling ?? [])],
  };
}

/** The item by which a later export finds the person, where it is not there yet. */
export function personOf({ entry, holdings }: UserSubject, key: string): Pick<Plan, 'person'> {
  const { externalId } = entry.record;
  if (externalId === undefined || holdings.persons.get(externalId) === key) return {};
  return { person: { externalId, userKey: key } };
}
