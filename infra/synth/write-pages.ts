/**
 * Part of `npm run generate`: writes how long data is kept into docs/security.md, the values of the configuration into docs/configuration.md, and
 * what each role and policy allows into docs/iam.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { withConfiguration } from './configuration-page.ts';
import { withRights } from './iam-page.ts';
import { withRetention } from './retention-page.ts';

const PAGES = { 'security.md': withRetention, 'configuration.md': withConfiguration, 'iam.md': withRights };

for (const [name, write] of Object.entries(PAGES)) {
  const file = join(ROOT, 'docs', name);
  writeFileSync(file, write(readFileSync(file, 'utf8')));
}
