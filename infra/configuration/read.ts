/**
 * The configuration of a deployment: the file, and what the command line or cdk.json gives as `landfall:<name>`, which wins. All that is wrong is
 * said at once.
 */
import type { Node } from 'constructs';
import * as z from 'zod';
import { ConfigurationError } from './error.ts';
import { readConfigurationFile } from './file.ts';
import { aboutOf } from './kinds.ts';
import { distance, nearest } from './nearest.ts';
import { problemsBetween } from './rules.ts';
import { CONFIGURATION_NAMES, type Configuration, type ConfigurationName, VALUES } from './values.ts';

const PREFIX = 'landfall';
/** Names the file, and is no value itself. */
const FILE_KEY = 'config';
const SHOWN = 120;

const schema = z.strictObject(VALUES);
type Given = Readonly<Record<string, unknown>>;
/** Name of a value -> where it was given. */
type Sources = ReadonlyMap<string, string>;

/** @param file the one that is read where none is named @throws ConfigurationError with every fault */
export function readConfiguration(node: Node, file?: string): Configuration {
  const context = node.getAllContext() as Given;
  const faults = misspelledPrefixes(context);
  const { [FILE_KEY]: named, ...byContext } = ofPrefix(context);
  const from = named === undefined ? file : String(named);
  const inFile = from === undefined ? {} : readConfigurationFile(from);
  const sources: Sources = new Map([
    ...Object.keys(inFile).map((name) => [name, from!] as const),
    ...Object.keys(byContext).map((name) => [name.split('.')[0]!, `${PREFIX}:${name}`] as const),
  ]);
  const given = merged(inFile, byContext);
  const parsed = schema.safeParse(given);
  const wrong = parsed.success ? new Set<string>() : wrongNames(parsed.error);
  if (!parsed.success) faults.push(...issuesOf(parsed.error, given, sources));
  const right = parsed.data ?? schema.parse(without(given, wrong));
  for (const { path, message } of problemsBetween(right)) {
    // What is wrong by itself is not said to be missing, too.
    if (![...wrong].some((name) => `${path} ${message}`.includes(name)))
      faults.push(`${at([path], sources)} ${message}`);
  }
  if (faults.length > 0) throw new ConfigurationError(all(faults));
  return right;
}

/** Names of values that are wrong by themselves, or not known. */
const wrongNames = (error: z.ZodError): ReadonlySet<string> =>
  new Set(
    error.issues.flatMap((issue) =>
      issue.path.length > 0 ? [String(issue.path[0])] : issue.code === 'unrecognized_keys' ? issue.keys : [],
    ),
  );

const without = (given: Given, names: ReadonlySet<string>): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));

const all = (faults: readonly string[]): readonly string[] => [
  `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`} (docs/configuration.md):`,
  ...faults.map((fault) => `  ${fault}`),
];

function ofPrefix(context: Given): Given {
  const own = Object.entries(context).filter(([key]) => key.startsWith(`${PREFIX}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length + 1), value]));
}

/** `-c landfal:name=x` would otherwise be context of another program, and do nothing. */
function misspelledPrefixes(context: Given): string[] {
  return Object.keys(context)
    .filter((key) => {
      const [prefix = '', ...rest] = key.split(':');
      return rest.length > 0 && prefix !== PREFIX && distance(prefix.toLowerCase(), PREFIX) <= 2;
    })
    .map((key) => `${key} (context): is not known. Did you mean ${PREFIX}:${key.slice(key.indexOf(':') + 1)}?`);
}

/** `adopt.search` is the value `search` of the object `adopt`. */
function merged(inFile: Given, byContext: Given): Given {
  const result: Record<string, unknown> = { ...inFile };
  for (const [key, value] of Object.entries(byContext)) {
    const [name = '', ...inside] = key.split('.');
    if (inside.length === 0) result[name] = value;
    else result[name] = placed(result[name], inside, value);
  }
  return result;
}

function placed(into: unknown, [name = '', ...inside]: readonly string[], value: unknown): Given {
  const before = typeof into === 'object' && into !== null ? (into as Given) : {};
  return { ...before, [name]: inside.length === 0 ? value : placed(before[name], inside, value) };
}

/** Where a value was given, as "adopt.search (landfall:adopt):". */
function at(path: readonly PropertyKey[], sources: Sources): string {
  const source = sources.get(String(path[0]));
  return `${path.map(String).join('.')}${source === undefined ? '' : ` (${source})`}:`;
}

function issuesOf(error: z.ZodError, given: Given, sources: Sources): string[] {
  return error.issues.flatMap((issue) => {
    const { code, path } = issue;
    if (code === 'unrecognized_keys') return issue.keys.map((key) => unknownName([...path, key], sources));
    // An object's own schema says what an ARN looks like, or what it needs beside it.
    const own = code === 'custom' || (code === 'invalid_format' && path.length > 1);
    return [`${at(path, sources)} ${own ? issue.message : wrongValue(path, given)}`];
  });
}

function unknownName(path: readonly PropertyKey[], sources: Sources): string {
  const [first, name] = [String(path[0]), String(path.at(-1))];
  const known = path.length === 1 ? CONFIGURATION_NAMES : (aboutOf(VALUES[first as ConfigurationName]).names ?? []);
  const meant = nearest(name, known);
  const hint = meant === undefined ? `Known are ${known.join(', ')}.` : `Did you mean ${meant}?`;
  return `${at(path, sources)} is not known. ${hint}`;
}

function wrongValue(path: readonly PropertyKey[], all: Given): string {
  const { allowed } = aboutOf(VALUES[path[0] as ConfigurationName]);
  const value = path.reduce<unknown>((inside, key) => (Object(inside) as Record<PropertyKey, unknown>)[key], all);
  const given = JSON.stringify(value) ?? String(value);
  return `given ${given.length > SHOWN ? `${given.slice(0, SHOWN)}...` : given}, allowed: ${allowed}.`;
}
