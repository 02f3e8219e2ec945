/**
 * `npm run trace -- FUNCTION`: reads a stack, or the log line that holds one, from standard input, and says where each frame of the function's bundle
 * is in the sources. Bundles are the same for the same commit: check out the release that wrote the line first.
 */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { build, stop } from 'esbuild';
import { FUNCTIONS } from '../functions.ts';
import { ROOT } from '../paths.ts';
import { HOW } from './bundle.ts';

/** A frame's place in a bundle: `index.cjs:12:3456`. */
const PLACE = /index\.cjs:(\d+):(\d+)/gu;

/** The map of a function's bundle, made as the bundle is. */
async function mapOf(name: string): Promise<SourceMap> {
  const entryPoints = [{ in: join(ROOT, 'lambdas', name, 'index.ts'), out: 'index' }];
  const { outputFiles } = await build({
    ...HOW,
    mainFields: [...HOW.mainFields],
    plugins: [...HOW.plugins],
    entryPoints,
    outdir: ROOT,
    write: false,
    sourcemap: 'external',
    sourcesContent: false,
  });
  const map = outputFiles.find(({ path }) => path.endsWith('.map'))!;
  return new SourceMap(JSON.parse(map.text) as SourceMapPayload);
}

/** The text with the places of the sources in place of those of the bundle. @param name of a function */
export async function traced(name: string, stack: string): Promise<string> {
  const map = await mapOf(name);
  return stack.replaceAll(PLACE, (place, line: string, column: string) => {
    const found = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in found)) return place;
    const { originalSource, originalLine, originalColumn } = found;
    return `${relative(ROOT, join(ROOT, originalSource))}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

async function main(name = ''): Promise<void> {
  if (Object.hasOwn(FUNCTIONS, name)) console.log(await traced(name, await text(process.stdin)));
  else {
    const known = Object.keys(FUNCTIONS).join(', ');
    console.error(`There is no function ${name}. Usage: npm run trace -- FUNCTION < STACK. Functions: ${known}`);
    process.exitCode = 2;
  }
  await stop();
}

if (import.meta.main) void main(process.argv[2]);
