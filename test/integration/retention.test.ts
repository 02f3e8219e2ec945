/** The embedded deployment removes what has ended: on its engines, with the clock moved (infra/retention.ts, local/expiry.ts). */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { fastFolder } from '../support/fast-folder.ts';

const STAYS = ['does not end', 'execution running', 'token'];
/** What is gone from each of these days on. */
const GONE: readonly (readonly [day: number, gone: readonly string[]])[] = [
  [0, []],
  // S3 counts to the next midnight.
  [2, ['uploads/a package &amp; more.zip', 'upload']],
  [4.5, ['message waiting']],
  [7.5, ['ends in a week']],
  [14.5, ['message failed']],
  [90.5, ['mail', 'execution ended']],
  [365.5, ['log older', 'log stack']],
  [396, ['log newer']],
  [402, ['reports/m/summary.json']],
];

test('with the clock moved, what has ended is gone, and what stays is as it was', async () => {
  const data = fastFolder('landfall-retention-');
  try {
    const args = ['--no-warnings', 'test/support/expiry-world.ts', data, JSON.stringify(GONE.map(([day]) => day))];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 110_000 });
    const found = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, string[]>;
    let left = [...STAYS, ...GONE.flatMap(([, gone]) => gone)];
    for (const [day, gone] of GONE) {
      left = left.filter((one) => !gone.includes(one));
      expect([day, found[day]]).toEqual([day, left.sort()]);
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}, 120_000);
