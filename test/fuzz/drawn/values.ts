/** Values of JSON made wrong: other types, numbers at their limits, names that objects have, texts that are none, deep nests. */
import type { Random } from '../random.ts';
import { oddText } from './mutate.ts';

const ODD: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, '', ' ', '0', 'true', 'null', [], {}, [null], [[]], '\0', 'a\nb', '9'.repeat(400),
]; // biome-ignore format: a list
const NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  '0',
  'length',
  'a.b',
  '\u0000',
  'then',
];

function nested(random: Random): unknown {
  let value: unknown = random.pick(ODD);
  for (let depth = random.pick([3, 30, 300, 2000]); depth > 0; depth -= 1)
    value = random.once(2) ? [value] : { a: value };
  return value;
}

/** Anything that JSON can hold. */
export function oddValue(random: Random): unknown {
  switch (random.below(8)) {
    case 0:
      return oddText(random);
    case 1:
      return random.pick(['a', 'ä', '𝒜', '\u0301']).repeat(random.pick([1, 63, 65, 256, 257, 2049, 70_000]));
    case 2:
      return random.list(random.pick([1, 21, 51, 1001]), () => random.pick(ODD));
    case 3:
      return random.once(4) ? nested(random) : own(random.pick(NAMES), random.pick(ODD));
    default:
      return random.pick(ODD);
  }
}

/** An object with a field of its own, also where its name is `__proto__`. */
const own = (name: string, value: unknown): object =>
  Object.defineProperty({}, name, { value, enumerable: true, configurable: true, writable: true });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The same value with one place of it made wrong. */
export function mutatedValue(value: unknown, random: Random): unknown {
  if (!isObject(value) || random.once(12)) return oddValue(random);
  if (Array.isArray(value)) {
    const all: readonly unknown[] = value;
    const at = random.below(all.length);
    if (all.length === 0) return [oddValue(random)];
    if (random.once(5)) return random.once(2) ? all.toSpliced(at, 1) : all.toSpliced(at, 0, all[at]);
    return all.with(at, mutatedValue(all[at], random));
  }
  const names = Object.keys(value);
  const changed = { ...value };
  const name = random.pick(names);
  const how = random.below(8);
  if (names.length === 0 || how === 0)
    return { ...changed, ...own(random.once(2) ? random.pick(NAMES) : oddText(random), oddValue(random)) };
  if (how === 1) delete changed[name];
  else if (how === 2) Object.assign(changed, { [random.pick(names)]: changed[name] });
  else changed[name] = mutatedValue(changed[name], random);
  return changed;
}

/** JSON text, well-formed or nearly: a name that comes twice, half of a surrogate pair, numbers that no number holds. */
export function mutatedJson(value: unknown, random: Random): string {
  let changed = value;
  for (let left = random.between(1, 2); left > 0; left -= 1) changed = mutatedValue(changed, random);
  const text = JSON.stringify(changed);
  switch (random.below(12)) {
    case 0:
      return text.replace('{', '{"__proto__":{"enabled":true,"role":"super-admin"},');
    case 1:
      return text.replace(/"/u, '"\\ud800');
    case 2:
      return text.replace(/:\d+/u, random.pick([':1e999', ':-0', ':00', ':0x1', ':9007199254740993', ':NaN']));
    case 3:
      return text.slice(0, random.below(text.length));
    case 4:
      return text.replace('{', `{"a":${'['.repeat(random.pick([100, 5000]))}`);
    default:
      return text;
  }
}
