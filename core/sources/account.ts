/**
 * The state of an account out of what its entry says: enabled, locked out, its first and its last moment. Every attribute that has
 * a value decides; one that can't be read refuses the user rather than being taken for the good case.
 */
import { BESIDE, knownWord, type StateField, type StateForm, type StateWord } from './account-words.ts';
import { readBoolean } from './booleans.ts';
import type { DirectoryEntry } from './entry.ts';
import type { Mapping } from './mapping.ts';
import { type DateOrder, readCount, readSince, readTime, type TimeRules } from './times.ts';

export type StateRules = {
  /** Unix milliseconds: the time of packing. */
  readonly now: number;
  /** How long a lockout lasts in the directory, in milliseconds; Infinity: until an administrator unlocks. */
  readonly lockoutMs: number;
  /** So many failures lock an account (Kerberos). */
  readonly maxFailures: number;
  readonly dateOrder?: DateOrder | undefined;
};

export type AccountState = {
  readonly enabled: boolean;
  readonly lockedOut: boolean;
  readonly accountStart: string | undefined;
  readonly accountEnd: string | undefined;
  /** Whether anything said that the account is enabled or not, or when it ends. */
  readonly said: boolean;
  /** A lockout was there, and its time has passed. */
  readonly lockoutEnded: boolean;
};

/** A value that decides about access and can't be read. */
export class UnreadableState extends Error {
  readonly field: StateField;
  readonly attribute: string;
  readonly value: string;
  /** What is wrong with it, where there is more to say than that. */
  readonly problem: string | undefined;
  constructor(field: StateField, attribute: string, value: string, problem?: string) {
    super(field);
    this.field = field;
    this.attribute = attribute;
    this.value = value;
    this.problem = problem;
  }
}

type Said = { readonly attribute: string; readonly value: string; readonly word: StateWord };

/** An attribute that is not known is a boolean, or a time, of the field that it is mapped to. */
function wordFor(mapping: Mapping, field: StateField, attribute: string): StateWord {
  const known = knownWord(field, attribute);
  if (known) return known;
  const isTime = field === 'accountStart' || field === 'accountEnd';
  const positive = (field === 'enabled') !== mapping.inverted.has(field);
  const form: StateForm = isTime
    ? { kind: 'time', unit: 'text' }
    : { kind: 'flag', yesMeans: positive ? 'good' : 'bad' };
  return { attribute, field, form, directory: '' };
}

const valuesOf = (entry: DirectoryEntry, attribute: string): readonly string[] =>
  (entry.values.get(attribute) ?? []).filter((value) => value.trim() !== '');

type Read = { readonly attribute: string; readonly word: StateWord };
type Vocabulary = Readonly<Record<StateField, readonly Read[]>>;

/** What each attribute of a mapping means, looked up once for all entries. */
const VOCABULARIES = new WeakMap<Mapping, Vocabulary>();

function vocabularyOf(mapping: Mapping): Vocabulary {
  const of = (field: StateField) =>
    mapping[field].map((attribute) => ({ attribute, word: wordFor(mapping, field, attribute) }));
  const known = VOCABULARIES.get(mapping) ?? {
    enabled: of('enabled'),
    lockedOut: of('lockedOut'),
    accountStart: of('accountStart'),
    accountEnd: of('accountEnd'),
  };
  VOCABULARIES.set(mapping, known);
  return known;
}

/** What the entry says of a field; another notation of the same only where the first one is not there. */
function sayings(entry: DirectoryEntry, words: readonly Read[]): Said[] {
  const found: Said[] = [];
  for (const { attribute, word } of words) {
    if (!entry.values.has(attribute)) continue;
    const values = valuesOf(entry, attribute);
    for (const value of word.form.kind === 'role' ? values : values.slice(0, 1)) found.push({ attribute, value, word });
  }
  if (found.length < 2) return found;
  const names = new Set(found.map(({ word }) => word.attribute));
  return found.filter(({ word }) => word.unless === undefined || !names.has(word.unless));
}

const BITS = /^-?\d{1,10}$/u;
const SAMBA_FLAGS = /^\[?[A-Z ]*\]?$/u;
const DISABLED_ROLE = /^cn=nsmanageddisabledrole\s*(?:,|$)/iu;

/** Whether the bad state is said, of the forms that know only yes and no; undefined where the value can't be read. */
function isBad(form: StateForm, value: string): boolean | undefined {
  const text = value.trim();
  switch (form.kind) {
    case 'flag': {
      const yes = readBoolean(text);
      return yes === undefined ? undefined : yes === (form.yesMeans === 'bad');
    }
    case 'bits':
      return BITS.test(text) ? (Number(text) & form.bad) !== 0 : undefined;
    case 'letters':
      return SAMBA_FLAGS.test(text) ? text.includes(form.bad) : undefined;
    case 'role':
      return DISABLED_ROLE.test(text);
    default:
      return undefined;
  }
}

type Lock = 'free' | 'flagged' | 'locked' | 'passed';

function ofTime(form: StateForm & { kind: 'since' | 'until' }, value: string, rules: StateRules) {
  const at = readSince(value, { dateOrder: rules.dateOrder });
  if (form.kind === 'since' || typeof at !== 'number')
    return typeof at === 'number' ? (at + rules.lockoutMs > rules.now ? 'locked' : 'passed') : at;
  return at <= rules.now ? 'passed' : 'locked';
}

/** 389 DS: an unlock time of zero, or of 1970, is none: locked until an administrator unlocks. */
const NO_UNLOCKING = /^(?:0+|19700101000000(?:\.0+)?Z)$/u;

function lockOfTime(form: StateForm & { kind: 'since' | 'until' }, value: string, rules: StateRules) {
  if (form.kind === 'until' && NO_UNLOCKING.test(value.trim())) return form.alone ? 'locked' : 'free';
  const found = ofTime(form, value, rules);
  if (found === null) return 'free';
  // It only ends what a flag says: while it runs, the flag counts.
  return form.kind === 'until' && !form.alone && found === 'locked' ? 'free' : found;
}

/** Kerberos counts failures: at the policy's limit an account is locked for the lockout duration after the last one. */
function lockOfFailures(entry: DirectoryEntry, value: string, rules: StateRules): Lock | undefined {
  if (!/^\d{1,9}$/u.test(value.trim())) return undefined;
  if (Number(value) < rules.maxFailures) return 'free';
  const at = (attribute: string) => readSince(valuesOf(entry, attribute)[0] ?? 'never');
  const [failed, unlocked] = [at(BESIDE.lastFailure), at(BESIDE.lastUnlock)];
  if (typeof failed !== 'number') return 'locked';
  if (typeof unlocked === 'number' && unlocked >= failed) return 'free';
  return failed + rules.lockoutMs > rules.now ? 'locked' : 'passed';
}

function lockOf(entry: DirectoryEntry, said: Said, rules: StateRules): Lock {
  const { attribute, value, word } = said;
  const { form } = word;
  const plain = isBad(form, value);
  if (plain !== undefined) return plain ? (word.passing ? 'flagged' : 'locked') : 'free';
  const found =
    form.kind === 'failures'
      ? lockOfFailures(entry, value, rules)
      : form.kind === 'since' || form.kind === 'until'
        ? lockOfTime(form, value, rules)
        : undefined;
  if (typeof found === 'string') return found;
  throw new UnreadableState('lockedOut', attribute, value, found?.problem);
}

function disabledBy({ attribute, value, word }: Said): boolean {
  const found = isBad(word.form, value);
  if (found === undefined) throw new UnreadableState('enabled', attribute, value);
  return found;
}

function timeOf(field: StateField, { attribute, value, word }: Said, rules: TimeRules): string[] {
  const unit = word.form.kind === 'time' ? word.form.unit : 'text';
  const read = unit === 'days' || unit === 'seconds' ? readCount(value, unit) : readTime(value, rules);
  if (read === null || (unit === 'kerberos' && read === '1970-01-01T00:00:00Z')) return [];
  if (typeof read === 'string') return [read];
  // An end date that can't be read must not become "no end".
  throw new UnreadableState(field, attribute, value, read?.problem);
}

/**
 * The first day begins at its start, the last one ends at its end. Of several ends the earliest counts, of several starts the latest.
 * @throws UnreadableState
 */
export function accountState(entry: DirectoryEntry, mapping: Mapping, rules: StateRules): AccountState {
  const { dateOrder } = rules;
  const words = vocabularyOf(mapping);
  const starts = sayings(entry, words.accountStart).flatMap((said) =>
    timeOf('accountStart', said, { dateOrder, ofDay: 'start' }),
  );
  const endings = sayings(entry, words.accountEnd);
  const ends = endings.flatMap((said) => timeOf('accountEnd', said, { dateOrder, ofDay: 'end' }));
  const abilities = sayings(entry, words.enabled);
  const disabled = abilities.map(disabledBy).some(Boolean);
  const locks = new Set(sayings(entry, words.lockedOut).map((said) => lockOf(entry, said, rules)));
  const lockedOut = locks.has('locked') || (locks.has('flagged') && !locks.has('passed'));
  return {
    enabled: !disabled,
    lockedOut,
    accountStart: starts.toSorted().at(-1),
    accountEnd: ends.toSorted()[0],
    said: abilities.length > 0 || endings.length > 0,
    lockoutEnded: !lockedOut && locks.has('passed'),
  };
}
