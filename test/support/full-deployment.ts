/** The templates of a deployment in which everything is switched on that the configuration can switch on. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '#infra/stacks/app.ts';
import { builtStandIns } from './cloud.ts';
import { type Templates, templatesIn } from './templates.ts';

/** What no update may replace, as it stands. */
export const KEPT_FILE = 'test/fixtures/templates/kept.json';

const FULL = {
  'landfall:alarmEmail': 'alarms@example.com',
  'landfall:webhookUrl': 'https://hook.example.com/',
  'landfall:webhookSecret': 'hook',
};

/** @param built folder of the functions' and consoles' code */
export function fullTemplates(built = builtStandIns()): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'landfall-cdk-'));
  createApp({ outdir, built, context: FULL }).synth();
  return templatesIn(outdir);
}
