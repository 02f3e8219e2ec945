/** The templates of a deployment in which everything is switched on that the configuration can switch on together. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib/core';
import { createApp } from '#infra/stacks/app.ts';
import { ACCOUNT, builtStandIns } from './cloud.ts';
import { type Templates, templatesIn } from './templates.ts';

/** What no update may replace, as it stands. */
export const KEPT_FILE = 'test/fixtures/templates/kept.json';

export const FULL_REGION = 'eu-west-1';

/** What names something that exists, or is another way, is left out: `CHOICES`. */
export const FULL = {
  account: ACCOUNT,
  region: FULL_REGION,
  domainName: 'logon.example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  hostedZoneName: 'example.com',
  waf: true,
  wafRequestsPerFiveMinutes: 4321,
  senderIdentity: 'example.com',
  mailFromDomain: 'bounces.example.com',
  mailRequiresTls: true,
  organisationName: 'Acme',
  helpDesk: 'telephone 2000',
  mailFrom: 'it@example.com',
  alarmEmail: 'alarms@example.com',
  webhookUrl: 'https://hooks.example.com/x',
  webhookSecret: 'hook',
  webhookHeader: 'x-hook',
  packageDays: 2,
  reportDays: 333,
  logDays: 731,
  apiAccessLog: true,
  siteAccessLog: true,
  accessLogDays: 30,
  accountConcurrency: 1000,
  workerConcurrency: 40,
  queueConcurrency: 7,
  logonReserved: 200,
  logonProvisioned: 20,
  apiRate: 500,
  apiBurst: 900,
  logonRate: 51,
  logonBurst: 52,
  warmThroughput: { directory: { reads: 30_000, writes: 20_000 } },
  originKey: 'k7',
  gradualDeployment: 'canary10Percent5Minutes',
} as const;

/** As the context of the cdk command line gives it. */
export const contextOf = (configuration: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(configuration).map(([name, value]) => [`landfall:${name}`, value]));

/** The cloud assembly, and the app that it is of. @param built folder of the functions' and consoles' code @param outdir the assembly's */
export function fullAssembly(
  built = builtStandIns(),
  outdir = mkdtempSync(join(tmpdir(), 'landfall-cdk-')),
): { readonly app: App; readonly outdir: string } {
  const app = createApp({ outdir, built, context: contextOf(FULL) });
  app.synth();
  return { app, outdir };
}

export const fullTemplates = (): Templates => templatesIn(fullAssembly().outdir);
