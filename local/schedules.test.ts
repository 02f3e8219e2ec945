import { PERMITTED } from '#test/support/permits.ts';
import { rateOf, runSchedules } from './schedules.ts';

const rule = (name: string, properties: object) => ({ type: 'AWS::Events::Rule', name, properties });
const assemblyOf = (rules: object[]) => ({ of: () => rules }) as never;

test('a rate is in milliseconds, and another kind of schedule is refused', () => {
  expect(rateOf('rate(1 minute)')).toBe(60_000);
  expect(rateOf('rate(5 minutes)')).toBe(300_000);
  expect(rateOf('rate(2 days)')).toBe(172_800_000);
  expect(() => rateOf('cron(0 12 * * ? *)')).toThrow('cron(0 12 * * ? *)');
});

test('each enabled rule with a rate has had its first round before it is waited for no longer, also where a function fails', async () => {
  const invoked: string[] = [];
  const invoke = async (arn: string) => {
    invoked.push(arn);
    if (arn === 'fails') throw new Error('in its log');
  };
  const enabled = { State: 'ENABLED', ScheduleExpression: 'rate(1 minute)' };
  const stop = await runSchedules(
    assemblyOf([
      rule('a', { ...enabled, Targets: [{ Arn: 'fails' }, { Arn: 'works' }] }),
      rule('b', { ...enabled, State: 'DISABLED', Targets: [{ Arn: 'disabled' }] }),
      rule('c', { EventPattern: {}, State: 'ENABLED', Targets: [{ Arn: 'on an event' }] }),
    ]),
    invoke,
    PERMITTED,
  );
  stop();
  expect(invoked).toEqual(['fails', 'works']);
});
