/** K1: who may open the peppers, by the templates as CloudFormation resolves them. */
import { FUNCTIONS } from '#infra/functions.ts';
import { allows, deployedAs, deployedFunction } from '../support/cloud.ts';

const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });
const keys = assembly.of('AWS::KMS::Key').map(({ name }) => `arn:aws:kms:eu-central-1:123456789012:key/${name}`);
const keyNamed = (id: string) => keys.find((arn) => arn.includes(`-${id}`))!;

test('the peppers are under a key of their own, which only the functions that hash may use', () => {
  type Secret = { Description: string; KmsKeyId: string };
  const secrets = assembly.of<Secret>('AWS::SecretsManager::Secret').map(({ properties }) => properties);
  const under = (arn: string) =>
    secrets.filter(({ KmsKeyId }) => KmsKeyId === arn).map(({ Description }) => Description);
  expect(under(keyNamed('PepperKey'))).toEqual(['Landfall: Keyed hashes over passwords, answers and PINs']);
  expect(under(keyNamed('DataKey'))).toHaveLength(secrets.length - 1);
  const hashing = Object.entries(FUNCTIONS).filter(([, { uses }]) => uses.includes('peppers'));
  const opening = Object.keys(FUNCTIONS).filter((name) =>
    allows(deployedFunction(assembly, name).statements, 'kms:Decrypt', keyNamed('PepperKey')),
  );
  expect(opening).toEqual(hashing.map(([name]) => name));
  expect(opening).not.toContain('admin-audit');
  for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom'])
    for (const name of Object.keys(FUNCTIONS))
      expect(allows(deployedFunction(assembly, name).statements, action, keyNamed('PepperKey'))).toBe(false);
});
