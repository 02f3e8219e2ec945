/**
 * EventBridge: the rules that come at a rate. The first round of each is waited for, so that a deployment that has started is one in which it has
 * been.
 */
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import type { Invoke } from './functions.ts';
import type { Permits } from './iam/permits.ts';
import { ruleArn } from './iam/policies.ts';

type Rule = { ScheduleExpression?: string; Targets: { Arn: string }[]; State: string };

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** "rate(5 minutes)" @returns milliseconds @throws Error where it is another kind of schedule */
export function rateOf(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/u.exec(expression) ?? [];
  if (count === undefined) throw new Error(`The embedded deployment knows no schedule ${expression}.`);
  return Number(count) * UNIT_MS[unit]!;
}

/** Invokes what the rules of the template name; the result stops it. What a function throws is in its log. */
export async function runSchedules(
  assembly: Assembly,
  invoke: Invoke,
  permits: Pick<Permits, 'invoke'>,
): Promise<() => void> {
  const timers: NodeJS.Timeout[] = [];
  for (const { name, properties } of assembly.of<Rule>('AWS::Events::Rule')) {
    const { ScheduleExpression: rate, State, Targets } = properties;
    if (rate === undefined || State !== 'ENABLED') continue;
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', resources: [name], detail: {} };
    let running = false;
    const call: Invoke = async (arn, given) => {
      permits.invoke('events.amazonaws.com', arn, ruleArn(name));
      return invoke(arn, given);
    };
    const round = async () => {
      if (running) return;
      running = true;
      for (const { Arn } of Targets) await call(Arn, event).catch(() => undefined);
      running = false;
    };
    await round();
    timers.push(setInterval(() => void round(), rateOf(rate)).unref());
  }
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}
