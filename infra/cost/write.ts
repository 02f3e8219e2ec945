/** `npm run cost`: writes docs/cost.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../cloud-assembly/assembly.ts';
import { ROOT } from '../paths.ts';
import { createApp } from '../stacks/app.ts';
import { builtStandIns } from '../synth/stand-ins.ts';
import { countedSchema } from './counts.ts';
import { costPage } from './page.ts';

const counted = countedSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'counted.json'), 'utf8')));
const [outdir, built] = [mkdtempSync(join(tmpdir(), 'landfall-cdk-')), builtStandIns()];
createApp({ outdir, built }).synth();
const target = { region: 'us-east-1', account: '123456789012', parameters: {}, attributes: {} };
const assembly = readAssembly(outdir, ['Stateful', 'Stateless'], target);
writeFileSync(join(ROOT, 'docs', 'cost.md'), costPage(counted, assembly));
for (const folder of [outdir, built]) rmSync(folder, { recursive: true, force: true });
