/**
 * Plans into the directory. What is new goes in batches: tokens first, then the user who lists them, who makes them the user's own; then
 * the item by which a later export finds the person. All else is one transaction a person, decided by what was seen.
 */
import { type Sealer, tokenItem, userItem } from '#core/directory/items.ts';
import type { Origin, Token, User } from '#core/directory/model.ts';
import { mapLimited } from '../concurrency.ts';
import type { Entry } from './entries.ts';
import type { NewToken, Plan, Telling } from './plan.ts';
import type { Fields } from './policy/difference.ts';

/** It names the record that it is made of: by that an insertion knows its own item again, whose answer was lost. */
type Made<Of> = Of & { readonly origin: Origin };
export type Insertion =
  | { readonly kind: 'user'; readonly key: string; readonly user: Made<User> }
  | { readonly kind: 'token'; readonly token: Made<Token> };
/** `taken`: the key is not free any more. `refused`: the database takes no such item. */
export type Inserted = 'done' | 'taken' | 'refused';
export type Person = { readonly source: string; readonly externalId: string; readonly userKey: string };
/** An item as it was seen, and what changes of it; a field that is undefined goes. */
export type Changed =
  | { readonly kind: 'user'; readonly key: string; readonly seen: User; readonly fields: Fields<User> }
  | { readonly kind: 'token'; readonly key: string; readonly seen: Token; readonly fields: Fields<Token> };
export type Commit = {
  /** Keeps what was there before, once a run. */
  readonly run: string;
  readonly creates: readonly Insertion[];
  readonly changes: readonly Changed[];
  readonly person?: Person;
  /** Unix ms. */
  readonly now: number;
};
/** `again`: an item is not as it was seen. */
export type Committed = 'done' | 'again' | 'refused';

export type WritePorts = {
  /** Each only where its key is free. */
  insert(items: readonly Insertion[]): Promise<readonly Inserted[]>;
  /** All or nothing: each new item only where its key is free, each change only of the item that was seen, still untouched if it was. */
  commit(commit: Commit): Promise<Committed>;
  /** Removes a token that is exactly the one that was seen. */
  dropToken(seen: Token): Promise<void>;
  putPersons(persons: readonly Person[]): Promise<void>;
  /** @param at Unix ms of the change */
  tell(telling: Telling, at: number): Promise<void>;
};
export type WriteContext = {
  readonly run: string;
  readonly sourceName: string;
  readonly packedAt: number;
  readonly importedAt: number;
  readonly sealer: Sealer;
};
/** Whose record is to be looked at again, and whose the database refuses. */
export type Left = { readonly again: readonly Entry[]; readonly refused: readonly Entry[] };

const CONCURRENT_WRITES = 8;

const brought = ({ entry }: Plan, { sourceName, packedAt }: WriteContext) => ({
  origin: entry.me,
  from: { source: sourceName, packedAt },
});

function newToken(plan: Plan, { record, assignee }: NewToken, context: WriteContext): Insertion {
  const token = tokenItem(record, brought(plan, context), context.importedAt, context.sealer, assignee);
  return { kind: 'token', token: { ...token, origin: plan.entry.me } };
}

/** The user of a plan that has one. */
function newUser(plan: Plan & Required<Pick<Plan, 'user'>>, context: WriteContext): Insertion {
  const { entry, serials } = plan.user;
  const { record, answers, sourceUserId, key } = entry;
  const item = userItem(record, brought(plan, context), context.importedAt, context.sealer, answers, serials);
  return { kind: 'user', key, user: { ...item, origin: entry.me, sourceUserId } };
}

const hasUser = (plan: Plan): plan is Plan & Required<Pick<Plan, 'user'>> => plan.user !== undefined;

const personOf = ({ person }: Plan, { sourceName }: WriteContext): Person[] =>
  person ? [{ source: sourceName, ...person }] : [];

/** The worst of what became of a plan's items. */
function worst(results: readonly Inserted[]): Inserted {
  if (results.includes('refused')) return 'refused';
  return results.includes('taken') ? 'taken' : 'done';
}

/** Plans that only create. @returns what became of each */
async function insertPlans(ports: WritePorts, plans: readonly Plan[], context: WriteContext): Promise<Inserted[]> {
  const insert = async (items: readonly Insertion[]) => (items.length === 0 ? [] : ports.insert(items));
  const tokens = plans.map((plan) => plan.creates.map((token) => newToken(plan, token, context)));
  const written = [...(await insert(tokens.flat()))];
  const results = tokens.map((own) => worst(written.splice(0, own.length)));
  const ready = plans.flatMap((plan, index) => (results[index] === 'done' && hasUser(plan) ? [{ plan, index }] : []));
  const users = await insert(ready.map(({ plan }) => newUser(plan, context)));
  for (const [at, { index }] of ready.entries()) results[index] = users[at]!;
  const persons = plans.flatMap((plan, index) => (results[index] === 'done' ? personOf(plan, context) : []));
  if (persons.length > 0) await ports.putPersons(persons);
  return results;
}

/** A person who is here, or who gets what is here: one transaction. */
async function commitPlan(ports: WritePorts, plan: Plan, context: WriteContext): Promise<Committed> {
  const { sealer, importedAt: now, run } = context;
  const [person] = personOf(plan, context);
  const result = await ports.commit({
    run,
    creates: [
      ...plan.creates.map((token) => newToken(plan, token, context)),
      ...(hasUser(plan) ? [newUser(plan, context)] : []),
    ],
    changes: plan.updates.map(
      (update): Changed =>
        update.kind === 'user'
          ? { ...update, fields: update.fields(sealer) }
          : { ...update, fields: update.fields(sealer) },
    ),
    ...(person ? { person } : {}),
    now,
  });
  if (result === 'done') for (const telling of plan.tellings) await ports.tell(telling, now);
  return result;
}

/** @param plans that are not final */
export async function writePlans(ports: WritePorts, plans: readonly Plan[], context: WriteContext): Promise<Left> {
  await mapLimited(
    plans.flatMap(({ drop }) => drop),
    CONCURRENT_WRITES,
    (token) => ports.dropToken(token),
  );
  const later = plans.filter(({ wait, drop }) => wait || drop.length > 0);
  const ready = plans.filter((plan) => !later.includes(plan));
  const batch = ready.filter(({ updates }) => updates.length === 0);
  const others = ready.filter(({ updates }) => updates.length > 0);
  const inserted = await insertPlans(ports, batch, context);
  const committed = await mapLimited(others, CONCURRENT_WRITES, (plan) => commitPlan(ports, plan, context));
  const entriesWith = (all: readonly Plan[], results: readonly string[], which: string) =>
    all.filter((_plan, index) => results[index] === which).map(({ entry }) => entry);
  return {
    again: [
      ...later.map(({ entry }) => entry),
      ...entriesWith(batch, inserted, 'taken'),
      ...entriesWith(others, committed, 'again'),
    ],
    refused: [...entriesWith(batch, inserted, 'refused'), ...entriesWith(others, committed, 'refused')],
  };
}
