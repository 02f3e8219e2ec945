/** Before the tests of test/cloud/: the Python tools, and the cloud assembly with everything switched on, which several of them read. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FULL_ASSEMBLY, setUpPython } from './python.ts';

export default function setUp(): void {
  setUpPython();
  rmSync(FULL_ASSEMBLY, { recursive: true, force: true });
  const script = join(import.meta.dirname, 'write-full.ts');
  const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, FULL_ASSEMBLY], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('The configuration with everything switched on could not be synthesized.');
}
