/**
 * `npm run simulate:measure`: counts on the embedded engine what an import, following its people and its mails write to each table, and writes
 * infra/scale/units.json, with which `npm run simulate` works.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type UnitsOfUser, unitsSchema } from '#infra/scale/units.ts';
import type { Units } from '../support/capacity.ts';
import { costOfImports } from '../support/import-costs.ts';

const USERS = 500;
const RESULT = join(import.meta.dirname, '../../infra/scale/units.json');

const costs = await costOfImports(USERS);
const ofUser = (units: Units): Record<string, number> =>
  Object.fromEntries(Object.entries(units).map(([name, count]) => [name, Math.round((count / USERS) * 1000) / 1000]));
const measured: UnitsOfUser = {
  on: new Date().toISOString().slice(0, 10),
  imported: ofUser(costs['a first import']!),
  followed: ofUser(costs['its people followed']!),
  told: ofUser(costs['the mails of a first import']!),
};
writeFileSync(RESULT, `${JSON.stringify(unitsSchema.parse(measured), null, 2)}\n`);
console.log(`Written to ${RESULT}: now \`npm run simulate -- --write\``);
