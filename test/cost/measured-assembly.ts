/** A copy of a cloud assembly in which each function counts what it asks of the services. */
import { cpSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { DescribedFunction } from '#infra/cloud-assembly/description.ts';

const COUNTING = join(import.meta.dirname, 'counting.ts');

/** @param functions of the assembly in `from` @param counts the file that gets a line for each invocation */
export function measuredAssembly(
  from: string,
  to: string,
  functions: readonly DescribedFunction[],
  counts: string,
): void {
  cpSync(from, to, { recursive: true });
  for (const { file, entry, environment } of functions) {
    const bundle = join(to, relative(from, file));
    renameSync(bundle, bundle.replace('index.cjs', 'measured.cjs'));
    const given = [environment['SERVICE_NAME'], counts].map((text) => JSON.stringify(text)).join(', ');
    const lines = [
      `const { counted } = require(${JSON.stringify(COUNTING)});`,
      `const { ${entry}: measured } = require('./measured.cjs');`,
      `exports.${entry} = counted(${given}, measured);`,
    ];
    writeFileSync(bundle, lines.join('\n'));
  }
}
