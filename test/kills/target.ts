/** The deployment that is killed and started again, always on the same folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Client, createClient } from '../../cli/online/client.ts';
import { localTarget } from '../../cli/online/target.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { type Importer, openImporter } from '../support/imported.ts';
import type { Kill } from './plan.ts';

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

export class Target {
  running: Running;
  readonly importer: Importer;
  /** What the starts behind a kill have said of damage. */
  readonly damage: string[] = [];

  private constructor(running: Running, importer: Importer) {
    this.running = running;
    this.importer = importer;
  }
  static async open(): Promise<Target> {
    const running = await startLandfall();
    return new Target(running, await openImporter(running));
  }

  get client(): Client {
    return createClient(localTarget(this.running.data));
  }
  /** The engine of DynamoDB. Needs Linux's /proc. */
  private engines(): number[] {
    const file = join(this.running.data, 'dynamodb', 'directory.sqlite');
    return readdirSync('/proc')
      .filter((pid) => /^\d+$/u.test(pid) && commandLine(pid).split('\0').includes(file))
      .map(Number);
  }
  private async killAll(deployment: () => Promise<void>): Promise<void> {
    const gone = deployment();
    this.engines().forEach(kill);
    await gone;
  }

  /** Kills it, and starts it again. @throws Error where it does not start */
  async killed({ how, behind }: Kill): Promise<void> {
    const { data } = this.running;
    if (how === 'process') await this.running.kill();
    else if (how === 'engine') {
      this.engines().forEach(kill);
      await setTimeout(behind);
      await this.running.kill();
    } else await this.killAll(this.running.kill);
    if (how === 'starting') {
      const again = async (starting: () => Promise<void>) => {
        await setTimeout(behind);
        await this.killAll(starting);
      };
      const blows: Promise<void>[] = [];
      // It ends before it is ready, or just after.
      await startLandfall({ data, spawned: (starting) => void blows.push(again(starting)) }).catch(() => undefined);
      await Promise.all(blows);
    }
    this.running = await startLandfall({ data });
    const lines = this.running.output().split('\n');
    this.damage.push(...lines.filter((line) => /damaged/u.test(line)));
  }
}
