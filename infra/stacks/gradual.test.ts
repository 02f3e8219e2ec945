/** `gradualDeployment` and `logonProvisioned`: what stands on the aliases. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { builtStandIns } from '#test/support/cloud.ts';
import { FUNCTIONS } from '../functions.ts';
import { createApp } from './app.ts';

type Resources = Record<string, { Properties: Record<string, unknown>; UpdatePolicy?: Record<string, unknown> }>;

const built = builtStandIns();
function templateOf(context: Record<string, unknown>, ...nested: string[]): Template {
  const app = createApp({ outdir: mkdtempSync(join(tmpdir(), 'landfall-cdk-')), built, context });
  const path = ['Stateless', ...nested];
  return Template.fromStack(path.reduce<IConstruct>((scope, id) => scope.node.findChild(id), app) as Stack);
}
const of = (template: Template, type: string) => template.findResources(type) as Resources;
const aliased = Object.values(FUNCTIONS).filter((spec) => spec.routes || spec.source).length;

test('switched off, an alias goes over at once, and nothing of CodeDeploy is there', () => {
  const template = templateOf({});
  template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  for (const alias of Object.values(of(template, 'AWS::Lambda::Alias'))) {
    expect(alias.UpdatePolicy).toBeUndefined();
    expect(alias.Properties).not.toHaveProperty('ProvisionedConcurrencyConfig');
  }
});

test.each([
  ['canary10Percent5Minutes', 'LambdaCanary10Percent5Minutes'],
  ['canary10Percent15Minutes', 'LambdaCanary10Percent15Minutes'],
  ['linear10PercentEvery1Minute', 'LambdaLinear10PercentEvery1Minute'],
  ['linear10PercentEvery3Minutes', 'LambdaLinear10PercentEvery3Minutes'],
])(
  'with %s each alias goes over step by step, and back where its errors or faults of the API are seen',
  (pace, name) => {
    const context = { 'landfall:gradualDeployment': pace };
    const template = templateOf(context);
    const groups = of(template, 'AWS::CodeDeploy::DeploymentGroup');
    // In a nested stack, which gets the functions' names as parameters and puts its alarms' names out.
    const inside = templateOf(context, 'GradualDeployment', 'Alarms');
    const alarms = of(inside, 'AWS::CloudWatch::Alarm');
    const { Outputs } = inside.toJSON() as { Outputs: Record<string, { Value: { Ref: string } }> };
    const [nested] = Object.entries(of(template, 'AWS::CloudFormation::Stack')).filter(([id]) =>
      id.startsWith('GradualDeployment'),
    );
    const parameters = nested![1].Properties['Parameters'] as Record<string, unknown>;
    const alarmOf = ([id, output]: [string, string]) => {
      expect(id).toBe(nested![0]);
      return alarms[Outputs[output.replace('Outputs.', '')]!.Value.Ref]!.Properties;
    };
    const aliases = Object.values(of(template, 'AWS::Lambda::Alias'));
    expect(aliases).toHaveLength(aliased);
    const used = aliases.map(({ UpdatePolicy, Properties }) => {
      const { DeploymentGroupName } = UpdatePolicy!['CodeDeployLambdaAliasUpdate'] as {
        DeploymentGroupName: { Ref: string };
      };
      const group = groups[DeploymentGroupName.Ref]!;
      expect(JSON.stringify(group.Properties['DeploymentConfigName'])).toContain(name);
      expect(group.Properties['AutoRollbackConfiguration']).toEqual({
        Enabled: true,
        Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
      });
      const { Enabled, Alarms } = group.Properties['AlarmConfiguration'] as {
        Enabled: boolean;
        Alarms: { Name: { 'Fn::GetAtt': [string, string] } }[];
      };
      expect(Enabled).toBe(true);
      const watched = Alarms.map(({ Name }) => alarmOf(Name['Fn::GetAtt']));
      expect(watched.length).toBe(2);
      expect(new Set(watched.map(({ MetricName }) => MetricName))).toEqual(new Set(['5xx', 'Errors']));
      const errors = watched.find(({ MetricName }) => MetricName === 'Errors')!;
      const dimensions = errors['Dimensions'] as { Name: string; Value: { Ref: string } }[];
      const { Value } = dimensions.find((dimension) => dimension.Name === 'FunctionName')!;
      expect(parameters[Value.Ref]).toEqual(Properties['FunctionName']);
      return DeploymentGroupName.Ref;
    });
    expect(new Set(used).size).toBe(aliased);
    expect(Object.keys(template.toJSON()['Resources'] as object).length).toBeLessThanOrEqual(400);
  },
);

test('executions that are kept started belong to the alias of logons alone', () => {
  const template = templateOf({ 'landfall:logonProvisioned': 5, 'landfall:accountConcurrency': 1000 });
  const provisioned = Object.entries(of(template, 'AWS::Lambda::Alias')).filter(
    ([, { Properties }]) => Properties['ProvisionedConcurrencyConfig'],
  );
  expect(
    provisioned.map(([id, { Properties }]) => [
      id.replace(/[0-9A-F]{8}$/u, ''),
      Properties['ProvisionedConcurrencyConfig'],
    ]),
  ).toEqual([['FunctionsLogonLive', { ProvisionedConcurrentExecutions: 5 }]]);
});

test('a pace that CodeDeploy does not have is refused', () => {
  expect(() => templateOf({ 'landfall:gradualDeployment': 'canary' })).toThrow(/gradualDeployment/u);
});
