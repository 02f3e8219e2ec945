/** Published versions: a run keeps the code that it began with, and all else goes over to the newest. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { machinesOf } from '#infra/cloud-assembly/description.ts';
import { allows, builtStandIns, deployedAs, type Statement } from '#test/support/cloud.ts';
import { FUNCTIONS, machinesOf as machinesOfFunction } from '../functions.ts';
import { createApp } from './app.ts';

type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};
type Resources = Readonly<Record<string, Resource>>;

const synthesized = (built: string): Resources => {
  const app = createApp({ outdir: mkdtempSync(join(tmpdir(), 'landfall-cdk-')), built });
  return Template.fromStack(app.node.findChild('Stateless') as Stack).toJSON()['Resources'] as Resources;
};
const of = (resources: Resources, type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);

const built = builtStandIns();
const before = synthesized(built);
const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });

test('each function has a version that stays when the next release has its own, and goes with a release that failed', () => {
  const versions = of(before, 'AWS::Lambda::Version');
  expect(versions).toHaveLength(Object.keys(FUNCTIONS).length);
  for (const [, version] of versions)
    expect(version).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
});

/** Every function's ARN in the value. */
const functionsIn = (value: unknown): string[] =>
  JSON.stringify(value).match(/arn:aws:lambda:[\w-]+:\d+:function:[\w:-]+/gu) ?? [];

test('a machine names versions, and its role may call every version of its functions', () => {
  const machines = machinesOf(assembly);
  expect(machines.size).toBe(2);
  const statements = assembly
    .of<{ Roles?: string[]; PolicyDocument: { Statement: Statement[] } }>('AWS::IAM::Policy')
    .filter(({ properties }) => /Machine/u.test(String(properties.Roles)))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  for (const [name, definition] of machines) {
    const called = new Set(functionsIn(definition));
    const wanted = Object.values(FUNCTIONS).filter((spec) =>
      machinesOfFunction(spec).some((machine) => name.endsWith(machine)),
    );
    expect(called.size).toBe(wanted.length);
    for (const arn of called) {
      expect(arn).toMatch(/:1$/u);
      expect(allows(statements, 'lambda:InvokeFunction', arn)).toBe(true);
      expect(allows(statements, 'lambda:InvokeFunction', arn.replace(/1$/u, '99'))).toBe(true);
      // A campaign that was begun before there were versions may go on for weeks.
      expect(allows(statements, 'lambda:InvokeFunction', arn.replace(/:1$/u, ''))).toBe(true);
    }
  }
});

test.each([
  'AWS::ApiGatewayV2::Integration',
  'AWS::Events::Rule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
])('each %s that calls a function calls its alias', (type) => {
  const called = assembly.of(type).flatMap(({ properties }) => {
    const { FunctionName } = properties as { FunctionName?: string };
    return FunctionName === undefined ? functionsIn(properties) : [FunctionName];
  });
  expect(called.length).toBeGreaterThan(2);
  for (const arn of called) expect(arn).toMatch(/:live$/u);
});

test('each function that something outside of the machines calls has an alias on its newest version, and no other has', () => {
  const aliases = of(before, 'AWS::Lambda::Alias').map(([, { Properties }]) => Properties);
  const called = Object.values(FUNCTIONS).filter((spec) => spec.routes || spec.source);
  expect(aliases).toHaveLength(called.length);
  const versions = of(before, 'AWS::Lambda::Version');
  for (const { FunctionName, FunctionVersion } of aliases) {
    const [versionId] = (FunctionVersion as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
    const found = versions.find(([id]) => id === versionId);
    expect(found?.[1].Properties).toMatchObject({ FunctionName });
  }
});

test('with other code of one function a release changes its version, alias and state alone, and leaves the version before', () => {
  const changed = mkdtempSync(join(tmpdir(), 'landfall-built-'));
  cpSync(built, changed, { recursive: true });
  // A state of the migration that a rule calls too.
  const file = join(changed, 'functions', 'record-failure', 'index.cjs');
  writeFileSync(file, 'exports.handler = () => 2;');
  const after = synthesized(changed);
  const removed = Object.entries(before).filter(([id]) => after[id] === undefined);
  const added = Object.entries(after).filter(([id]) => before[id] === undefined);
  expect(removed.map(([, { Type }]) => Type)).toEqual(['AWS::Lambda::Version']);
  // Left out of the template, it is not deleted: the definition of a run that goes on names it.
  expect(removed[0]![1].DeletionPolicy).toBe('RetainExceptOnCreate');
  expect(added.map(([, { Type }]) => Type)).toEqual(['AWS::Lambda::Version']);
  const differs = Object.keys(after)
    .filter((id) => before[id] !== undefined && JSON.stringify(before[id]) !== JSON.stringify(after[id]))
    .map((id) => `${after[id]!.Type} ${id.replace(/[0-9A-F]{8}$/u, '')}`);
  expect(differs.sort()).toEqual([
    'AWS::Lambda::Alias FunctionsRecordFailureLive',
    'AWS::Lambda::Function FunctionsRecordFailure',
    'AWS::StepFunctions::StateMachine CampaignMachine',
    'AWS::StepFunctions::StateMachine MigrationMachine',
  ]);
});

test('with the same code a release publishes nothing: Lambda refuses a second version of the same', () => {
  const copied = mkdtempSync(join(tmpdir(), 'landfall-built-'));
  cpSync(built, copied, { recursive: true });
  expect(Object.keys(synthesized(copied))).toEqual(Object.keys(before));
});

test('no variable of a function names a parameter of the template: another value alone would publish no version', () => {
  const app = createApp({ outdir: mkdtempSync(join(tmpdir(), 'landfall-cdk-')), built });
  const { Parameters, Conditions = {} } = Template.fromStack(app.node.findChild('Stateless') as Stack).toJSON();
  const names = [...Object.keys(Parameters as object), ...Object.keys(Conditions as object)];
  expect(names).toContain('BootstrapVersion');
  const variables = of(before, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['Environment'] ?? {});
  expect(names.filter((name) => JSON.stringify(variables).includes(`"${name}"`))).toEqual([]);
});
