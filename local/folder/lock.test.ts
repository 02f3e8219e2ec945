import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFolder } from './lock.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'landfall-lock-'));

test('a folder is locked once, under any name, and free again afterwards', async () => {
  const data = folder();
  const other = join(folder(), 'link');
  symlinkSync(data, other);
  const free = await lockFolder(data);
  expect(free).toBeDefined();
  expect(await lockFolder(other)).toBeUndefined();
  expect(await lockFolder(folder())).toBeDefined();
  free!();
  expect(await lockFolder(other)).toBeDefined();
});

test('of many that begin at once one gets it', async () => {
  const data = folder();
  const locks = await Promise.all(Array.from({ length: 8 }, () => lockFolder(data)));
  expect(locks.filter(Boolean)).toHaveLength(1);
});

test('a process that was killed has no lock any more', async () => {
  const data = folder();
  const script = `import { lockFolder } from './local/folder/lock.ts'; await lockFolder(${JSON.stringify(data)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(await lockFolder(data)).toBeUndefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await lockFolder(data)).toBeDefined();
});
