/** Reading a table from end to end costs as much as it holds: one function does it, once for a release (docs/decisions/upgrade.md). */
import { FUNCTIONS } from '#infra/functions.ts';
import { deployedAs, deployedFunction } from '../support/cloud.ts';

test('the upgrade alone may scan, and no route reaches it', () => {
  const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
  const scanning = Object.keys(FUNCTIONS).filter((name) =>
    deployedFunction(assembly, name).statements.some(({ Action }) => [Action].flat().includes('dynamodb:Scan')),
  );
  expect(scanning).toEqual(['upgrade']);
  expect(FUNCTIONS['upgrade']).toMatchObject({ source: 'schedule' });
  expect(FUNCTIONS['upgrade']?.routes).toBeUndefined();
});
