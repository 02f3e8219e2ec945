/**
 * `npm run snapshot`: adds what is new to test/fixtures/templates/kept.json. What is in it stays as it is: who means to replace a resource changes it there by hand,
 * and says in docs/operations.md, Upgrading, what that costs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fullTemplates, KEPT_FILE } from './support/full-deployment.ts';
import { type Kept, keptOf } from './support/templates.ts';

const before = JSON.parse(readFileSync(KEPT_FILE, 'utf8')) as Record<string, Kept>;
const added = Object.entries(keptOf(fullTemplates())).filter(([path]) => before[path] === undefined);
const all = Object.entries({ ...before, ...Object.fromEntries(added) }).sort(([one], [other]) =>
  one < other ? -1 : 1,
);
writeFileSync(KEPT_FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
process.stderr.write(`${KEPT_FILE}: ${added.length} added\n`);
