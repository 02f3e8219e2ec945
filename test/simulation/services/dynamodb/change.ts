/** What an update makes of an item. All operands are of the item as it was before. */
import { sum } from './numbers.ts';
import { at, member } from './paths.ts';
import type { Path } from './reader.ts';
import { invalid } from './refusals.ts';
import type { Values } from './truth.ts';
import type { Assigned, Given, Update } from './updates.ts';
import { contentOf, type Item, sameValue, type Type, typeOf, type Value } from './values.ts';

const wrongPath = () => invalid('The document path provided in the update expression is invalid for update');
const wrongType = () => invalid('An operand in the update expression has an incorrect data type');
const missing = () => invalid('The provided expression refers to an attribute that does not exist in the item');

const WORDS: Readonly<Record<string, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
};
const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);
const isSet = (value: Value): boolean => SETS.has(typeOf(value));

/** @throws Refusal where the type of a given value is none that its operator takes */
export function checkUpdateTypes(update: Update, values: Values): void {
  const refuse = (operator: string, type: string) =>
    invalid(
      `Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
    );
  const demand = (operator: string, type: Type, given: Given) => {
    const known = given.is === 'value' ? typeOf(values[given.value]!) : given.is === 'list_append' ? 'L' : undefined;
    if (known !== undefined && known !== type) throw refuse(operator, known);
  };
  const check = (given: Assigned): void => {
    if (given.is === 'if_not_exists') check(given.otherwise);
    if (given.is === 'list_append') {
      for (const one of [given.first, given.second]) {
        demand(given.is, 'L', one);
        check(one);
      }
    }
    if (given.is === '+' || given.is === '-')
      for (const one of [given.left, given.right]) {
        demand(given.is, 'N', one);
        check(one);
      }
  };
  for (const { to } of update.sets) check(to);
  const demandSet = (operator: string, name: string) => {
    const value = values[name]!;
    if (isSet(value) || (operator === 'ADD' && 'N' in value)) return;
    throw refuse(operator, WORDS[typeOf(value)] ?? typeOf(value));
  };
  for (const { value } of update.adds) demandSet('ADD', value);
  for (const { value } of update.deletes) demandSet('DELETE', value);
}

function given(one: Given, item: Item, values: Values): Value {
  switch (one.is) {
    case 'value':
      return values[one.value]!;
    case 'path': {
      const found = at(item, one.path);
      if (found === undefined) throw missing();
      return found;
    }
    case 'if_not_exists':
      return at(item, one.path) ?? given(one.otherwise, item, values);
    case 'list_append': {
      const [first, second] = [given(one.first, item, values), given(one.second, item, values)];
      if (!('L' in first && 'L' in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
  }
}

function assigned(one: Assigned, item: Item, values: Values): Value {
  if (one.is === '+' || one.is === '-') {
    const [left, right] = [given(one.left, item, values), given(one.right, item, values)];
    if (!('N' in left && 'N' in right)) throw wrongType();
    return { N: sum(left.N, right.N, one.is === '+' ? 1 : -1) };
  }
  return given(one, item, values);
}

const membersOf = (set: Value): readonly string[] => contentOf(set) as readonly string[];
function setLike(set: Value, members: readonly string[]): Value {
  if ('SS' in set) return { SS: members };
  return 'NS' in set ? { NS: members } : { BS: members };
}

function added(before: Value | undefined, value: Value): Value {
  if (before === undefined) return value;
  if (typeOf(before) !== typeOf(value)) throw wrongType();
  if ('N' in before && 'N' in value) return { N: sum(before.N, value.N, 1) };
  return setLike(value, [...new Set([...membersOf(before), ...membersOf(value)])]);
}

/** undefined: nothing is left of the set, so that the attribute goes. */
function without(before: Value | undefined, value: Value): Value | undefined {
  if (before === undefined) return undefined;
  if (typeOf(before) !== typeOf(value)) throw wrongType();
  const gone = new Set(membersOf(value));
  const left = membersOf(before).filter((one) => !gone.has(one));
  return left.length === 0 ? undefined : setLike(value, left);
}

/** What a step of a path leads through: a copy that may be changed. */
type Draft = { -readonly [Name in keyof Item]: Item[Name] } | (Value | undefined)[];

/** A new item with these changes: `undefined` removes. Copies what the paths lead through, and nothing else. */
function written(item: Item, changes: readonly { readonly path: Path; readonly to: Value | undefined }[]): Item {
  const root: Record<string, Value> = { ...item };
  /** The copies that were made, by the paths to them: changed in place from then on. */
  const drafts = new Map<string, Draft>();
  const removedFrom = new Set<(Value | undefined)[]>();
  for (const { path, to } of changes) {
    let draft: Draft = root;
    for (const [depth, step] of path.entries()) {
      if (depth === path.length - 1) {
        put(draft, step, to, removedFrom);
        break;
      }
      const id = JSON.stringify(path.slice(0, depth + 1));
      const inner: Value | undefined = Array.isArray(draft)
        ? typeof step === 'number'
          ? draft[step]
          : undefined
        : typeof step === 'string'
          ? member(draft, step)
          : undefined;
      if (inner === undefined) throw wrongPath();
      const known = drafts.get(id);
      const copy: Draft | undefined =
        known ?? ('M' in inner ? { ...inner.M } : 'L' in inner ? [...inner.L] : undefined);
      if (copy === undefined) throw wrongPath();
      if (!known) {
        drafts.set(id, copy);
        const fresh = (Array.isArray(copy) ? { L: copy } : { M: copy }) as Value;
        if (Array.isArray(draft)) draft[step as number] = fresh;
        else draft[step as string] = fresh;
      }
      draft = copy;
    }
  }
  for (const list of removedFrom) list.splice(0, list.length, ...list.filter((one) => one !== undefined));
  return root;
}

/** A list's places are those of the item before: what goes leaves a hole until all is done. */
function put(
  draft: Draft,
  step: string | number,
  to: Value | undefined,
  removedFrom: Set<(Value | undefined)[]>,
): void {
  if (Array.isArray(draft)) {
    if (typeof step !== 'number') throw wrongPath();
    if (to === undefined) {
      if (step < draft.length) draft[step] = undefined;
      removedFrom.add(draft);
    } else if (step < draft.length) draft[step] = to;
    else draft.push(to);
    return;
  }
  if (typeof step !== 'string') throw wrongPath();
  if (to === undefined) delete draft[step];
  else draft[step] = to;
}

/** New elements of a list join it in the order of their places. */
const byPlace = (one: { path: Path }, other: { path: Path }): number => placeOf(one.path) - placeOf(other.path);
function placeOf(path: Path): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
}

/** The item after the update; the same one where nothing differs. @throws Refusal */
export function updated(item: Item, update: Update, values: Values): Item {
  const changes = [
    ...update.sets.map(({ path, to }) => ({ path, to: assigned(to, item, values) })).sort(byPlace),
    ...update.adds.map(({ path, value }) => ({ path, to: added(at(item, path), values[value]!) })),
    ...update.deletes.map(({ path, value }) => ({ path, to: without(at(item, path), values[value]!) })),
    ...update.removes.map((path) => ({ path, to: undefined })),
  ];
  const after = written(item, changes);
  return sameValue({ M: item }, { M: after }) ? item : after;
}
