/**
 * Part of `npm run bench`: the units that an import costs a user, by table and index, on the embedded engine, which counts as DynamoDB does.
 * The budget (2 units in the directory and 1 in its index for a user with one token, 1 in the search table) is a test:
 * test/integration/capacity.test.ts.
 */
import { costOfImports } from '../support/import-costs.ts';

const USERS = 500;

const costs = await costOfImports(USERS);
for (const [what, units] of Object.entries(costs)) {
  console.log(`\n${what}: units a user`);
  for (const [name, count] of Object.entries(units)) console.log(`  ${name.padEnd(30)} ${(count / USERS).toFixed(2)}`);
}
