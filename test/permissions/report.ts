/** What the deployments of a test run were granted, have used and were denied (local/iam/records.ts), as `npm test` says it at its end. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Permission } from '#local/iam/policy.ts';
import type { Denial } from '#local/iam/records.ts';
import { EXPECTED_DENIALS, EXPLAINED, type Expected, type Explanation, explains } from './explained.ts';

export type Collected = {
  readonly granted: readonly Permission[];
  readonly used: readonly Permission[];
  readonly denied: readonly Denial[];
};
type Line = { readonly kind: string } & Permission & Denial;

/** Each once. @param folder that LANDFALL_PERMISSIONS named */
export function readCollected(folder: string): Collected {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const lines = new Set(files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)));
  const all = [...lines].map((line) => JSON.parse(line) as Line);
  const of = (wanted: string) => all.flatMap(({ kind, ...line }) => (kind === wanted ? [line] : []));
  return { granted: of('granted'), used: of('used'), denied: of('denied') };
}

/** "FunctionsLogon: dynamodb:GetItem on dynamodb:table/Directory" */
function permissionText({ in: within, action, resource, condition }: Permission): string {
  const short = resource.replace(/^arn:aws:([^:]*):[^:]*:[^:]*:/u, '$1:').replaceAll('landfall-', '');
  const policy = within.replace(/^landfall-/u, '').replace(/(ServiceRole|Role)DefaultPolicy$/u, '');
  return `${policy}: ${action} on ${short}${condition === '' ? '' : ` where ${condition}`}`;
}

const idOf = ({ in: within, action, resource, condition }: Permission): string =>
  JSON.stringify([within, action, resource, condition]);
const isExpected = (denial: Denial) => (one: Expected) =>
  (['role', 'action', 'resource'] as const).every((field) => one[field] === denial[field]);

export type Report = {
  /** Permissions that no test used and no entry explains. */
  readonly unused: readonly string[];
  /** What fails the run: denials that no test asked for, and entries that explain nothing. */
  readonly faults: readonly string[];
};

export function reportOf(
  { granted, used, denied }: Collected,
  explained: readonly Explanation[] = EXPLAINED,
  expected: readonly Expected[] = EXPECTED_DENIALS,
): Report {
  const known = new Set(used.map(idOf));
  const unused = granted.filter((permission) => !known.has(idOf(permission)));
  const stale = explained.filter(
    (entry) => !entry.sometimes && !unused.some((permission) => explains(entry, permission)),
  );
  const notDenied = expected.filter((entry) => !denied.some((denial) => isExpected(denial)(entry)));
  return {
    unused: unused
      .filter((permission) => !explained.some((entry) => explains(entry, permission)))
      .map(permissionText)
      .toSorted(),
    faults: [
      ...denied
        .filter((denial) => !expected.some(isExpected(denial)))
        .map(({ role, action, resource, why }) => `denied: ${role} may not ${action} on ${resource}, ${why}`),
      ...stale.map(({ policy, actions }) => `explains no unused permission: ${policy.source}, ${actions.join(', ')}`),
      ...notDenied.map(({ role, action, test }) => `was not denied: ${action} of ${role}, as ${test} asks`),
    ],
  };
}
