/** An input of a finding made smaller, as long as it shows the same. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAll } from './runner.ts';
import type { Target } from './target.ts';
import type { Found } from './worker.ts';

/** Tries at most; each is a run of the input in a worker. */
const TRIES = 300;

/** Undefined where it can't be made smaller, or where that would take too long: it hangs, or ends its process. */
export async function smaller(target: Target, input: Buffer, found: Found): Promise<Buffer | undefined> {
  if (!target.shrinks || /^hangs|^the process|^more than/u.test(found.kind)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'landfall-fuzz-'));
  const file = join(folder, 'input');
  let best: Buffer | undefined;
  function* tries(): Generator<{ target: string; file: string }> {
    let at = 0;
    let size = Math.ceil(input.length / 2);
    for (let left = TRIES; left > 0 && size > 0; left -= 1) {
      const whole = best ?? input;
      if (at >= whole.length) {
        at = 0;
        size = Math.floor(size / 2);
        continue;
      }
      const next = Buffer.concat([whole.subarray(0, at), whole.subarray(at + size)]);
      writeFileSync(file, next);
      const before = best;
      yield { target: target.name, file };
      if (best === before) at += size;
    }
  }
  await runAll(tries(), 1, (_job, shown) => {
    if (shown?.kind === found.kind) best = readFileSync(file);
  });
  rmSync(folder, { recursive: true, force: true });
  return best;
}
