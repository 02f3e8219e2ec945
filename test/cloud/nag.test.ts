/**
 * The constructs of the app, as it is by default and with everything switched on, read by cdk-nag's packs AwsSolutions and Serverless. What is
 * acknowledged stands in acknowledged.ts.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { createApp } from '#infra/stacks/app.ts';
import { builtStandIns } from '../support/cloud.ts';
import { fullAssembly } from '../support/full-deployment.ts';
import { ACKNOWLEDGED, type Acknowledgement } from './acknowledged.ts';

type Finding = { readonly id: string; readonly path: string; readonly says: string };

const packs = (app: App) => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

function findingsOf(app: App): Finding[] {
  return packs(app)
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id: ruleName, path: constructPath, says: description })),
    );
}

function covers({ rule, finding, at }: Acknowledgement, { id, path }: Finding): boolean {
  const [, name, bracket] = /^([^[]+)(?:\[(.*)\])?$/su.exec(id)!;
  if (name !== rule || !at.test(path.replace(/\/Resource$/u, ''))) return false;
  return finding === undefined ? bracket === undefined : bracket !== undefined && finding.test(bracket);
}

const constructAt = (app: App, path: string): IConstruct =>
  path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), app);

let apps: readonly App[];
let findings: readonly Finding[];
beforeAll(() => {
  const built = builtStandIns();
  const app = createApp({ outdir: mkdtempSync(join(tmpdir(), 'landfall-nag-')), built });
  app.synth();
  apps = [app, fullAssembly(built).app];
  findings = apps.flatMap(findingsOf);
}, 300_000);

test('each finding is acknowledged with a reason', () => {
  const open = findings.filter((finding) => !ACKNOWLEDGED.some((entry) => covers(entry, finding)));
  expect([...new Set(open.map(({ id, path, says }) => `${path}  ${id}: ${says}`))]).toEqual([]);
});

test('each acknowledgement has a finding, and a sentence for a reason', () => {
  const unused = ACKNOWLEDGED.filter((entry) => !findings.some((finding) => covers(entry, finding)));
  expect(unused.map(({ rule, finding, at }) => [rule, finding?.source, at.source].join('  '))).toEqual([]);
  for (const { reason } of ACKNOWLEDGED) expect(reason).toMatch(/^[A-Z].*\.$/u);
});

test('given to the CDK as acknowledgements of single findings, they leave the packs nothing to say', () => {
  for (const app of apps) {
    for (const { id, path } of findingsOf(app)) {
      const entry = ACKNOWLEDGED.find((one) => covers(one, { id, path, says: '' }));
      if (entry) Validations.of(constructAt(app, path)).acknowledge({ id, reason: entry.reason });
    }
    expect(findingsOf(app)).toEqual([]);
  }
});
