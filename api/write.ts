/**
 * `npm run generate`: writes docs/openapi.json, docs/settings.md, docs/report-codes.md, the table of error codes in docs/api.md,
 * the consoles' types, and what the command line knows of the routes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from './document.ts';
import { withTable } from './guide.ts';
import { written } from './layout.ts';
import { operatorRoutesFile } from './operator-routes.ts';
import { reportCodesPage } from './report-codes.ts';
import { componentSchemas } from './schemas.ts';
import { settingsGuide } from './settings-guide.ts';
import { typesOf } from './types.ts';

const at = (...path: string[]) => join(import.meta.dirname, '..', ...path);

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };
writeFileSync(at('docs', 'openapi.json'), written(openApi(version)));
writeFileSync(at('docs', 'report-codes.md'), reportCodesPage());
const guide = at('docs', 'api.md');
writeFileSync(at('console', 'shared', 'http', 'api-types.ts'), typesOf(componentSchemas()));
writeFileSync(at('cli', 'online', 'operator-routes.ts'), operatorRoutesFile());
writeFileSync(at('docs', 'settings.md'), settingsGuide());
writeFileSync(guide, withTable(readFileSync(guide, 'utf8')));
