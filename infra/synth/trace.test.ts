import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../paths.ts';
import { HOW } from './bundle.ts';
import { traced } from './trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-trace-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stop();
});

test("a frame of a function's bundle is traced to the line of the sources", async () => {
  const entryPoints = [{ in: join(ROOT, 'lambdas', 'console', 'index.ts'), out: 'index' }];
  await build({ ...HOW, mainFields: [...HOW.mainFields], plugins: [...HOW.plugins], entryPoints, outdir: folder });
  const words = 'There is no such route.';
  const before = readFileSync(join(folder, 'index.cjs'), 'utf8').split(words)[0]!.split('\n');
  const place = `${before.length}:${before.at(-1)!.length + 1}`;
  const line = readFileSync('lambdas/serve/serve.ts', 'utf8').split(words)[0]!.split('\n').length;
  const text = `    at async k (/var/task/index.cjs:${place})\n    at node:internal/process:1:2`;
  const [first, second] = (await traced('console', text)).split('\n');
  expect(first).toMatch(new RegExp(`^ {4}at async k \\(/var/task/lambdas/serve/serve\\.ts:${line}:\\d+\\)$`, 'u'));
  expect(second).toBe('    at node:internal/process:1:2');
});
