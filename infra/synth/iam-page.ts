/** What each function's role allows, as docs/iam.md shows it: from infra/rights, of which the roles are made too. */
import { isOperators, operatorsRole, policiesOf } from '#lambdas/route/callers.ts';
import { BY_KEY } from '#lambdas/routes.ts';
import { FUNCTIONS, type FunctionSpec } from '../functions.ts';
import { CAPABILITIES, type Capability } from '../rights/capabilities.ts';
import type { Conditions, Grant } from '../rights/grant.ts';
import { grantedBy, type Use } from '../rights/grants.ts';
import { KINDS, type KindName, type Verb } from '../rights/items.ts';
import { withPart } from './page-part.ts';

const DOES: Readonly<Record<Verb, string>> = {
  get: 'read',
  getMany: 'read many of',
  list: 'list',
  put: 'put',
  update: 'update',
  delete: 'delete',
  check: 'set conditions on',
  insert: 'insert',
  writeMany: 'put and remove many of',
};

function inWords(use: Use): string {
  const capabilities: Readonly<Record<string, Capability>> = CAPABILITIES;
  if (Object.hasOwn(capabilities, use)) return capabilities[use]!.means;
  const [kind, verbs] = use.split(':') as [KindName, string];
  return `${(verbs.split('+') as Verb[]).map((verb) => DOES[verb]).join(', ')}: ${KINDS[kind].means}`;
}

/** Uses of one kind together, in the order in which they first come. */
function joined(uses: readonly Use[]): Use[] {
  const capabilities: Readonly<Record<string, Capability>> = CAPABILITIES;
  const byKind = Map.groupBy(uses, (use) => (Object.hasOwn(capabilities, use) ? use : use.split(':')[0]!));
  return [...byKind].map(([name, of]): Use => {
    if (Object.hasOwn(capabilities, name)) return of[0]!;
    const verbs = new Set(of.flatMap((use) => use.split(':')[1]!.split('+')));
    return `${name as KindName}:${[...verbs].join('+')}`;
  });
}

const code = (text: string): string => `\`${text}\``;
const conditionsOf = (conditions: Conditions): string =>
  Object.entries(conditions)
    .filter(([operator]) => operator !== 'Null')
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(
        ([key, value]) => `${code(`${operator} ${key}`)} ${[value].flat().map(code).join(', ')}`,
      ),
    )
    .join('; ');

function grantLine({ actions, on, conditions = {}, via = [] }: Grant): string {
  const where = conditionsOf(conditions);
  const through = via.length > 0 ? `through ${via.join(', ')}` : '';
  const asked = [where, through].filter((part) => part !== '').join('; ');
  return `| ${actions.map(code).join(', ')} | ${on.map(code).join(', ')} | ${asked} |`;
}

const SOURCES: Readonly<Record<NonNullable<FunctionSpec['source']>, string>> = {
  'upload-queue': 'the queue of uploads',
  'mail-queue': 'the queue of mails',
  'mail-events': 'the queue of bounces and complaints',
  'execution-failed': 'an execution that ended in vain',
  'audit-outbox': 'the stream of the outbox',
  directory: 'the stream of the directory',
  schedule: 'a schedule',
};

function callersOf({ routes = [], state, machines = ['migration'], source }: FunctionSpec): string {
  const by = [
    ...(routes.length > 0 ? [`the API, at ${routes.map(code).join(', ')}`] : []),
    ...(state === undefined ? [] : [`the state ${code(state)} of ${machines.join(' and ')}`]),
    ...(source === undefined ? [] : [SOURCES[source]]),
  ];
  return by.join('; ');
}

function section(name: string, spec: FunctionSpec): string {
  const words = joined(spec.uses).map((use) => `* ${inWords(use)}`);
  return [
    `### ${name}`,
    '',
    `Called by ${callersOf(spec)}. It may`,
    '',
    ...words,
    '',
    '| actions | on | only where |',
    '| --- | --- | --- |',
    ...grantedBy(spec.uses).grants.map(grantLine),
  ].join('\n');
}

/** @throws Error where the page has no place for them */
function withFunctions(page: string): string {
  const sections = Object.entries(FUNCTIONS).map(([name, spec]) => section(name, spec));
  return withPart(page, 'functions', sections.join('\n\n'));
}

/** @throws Error where the page has no place for them */
function withOperators(page: string): string {
  const rows = [...BY_KEY]
    .filter(([key]) => isOperators(key))
    .map(([key, { caller, summary }]) => {
      const policies = policiesOf(key, caller).map(code).join(', ');
      return `| ${code(key)} | ${summary} | ${policies} | ${operatorsRole(key, caller)} |`;
    });
  const head = [
    '| route | what it does | policies, each of which holds it | the caller acts as |',
    '| --- | --- | --- | --- |',
  ];
  return withPart(page, 'operators', [...head, ...rows].join('\n'));
}

/** The page with the functions' roles and the operators' routes as they are now. */
export const withRights = (page: string): string => withOperators(withFunctions(page));
