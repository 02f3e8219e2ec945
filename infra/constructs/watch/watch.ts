/** What tells operators that something is wrong, and what: alarms, one dashboard and saved queries, in a nested stack. */
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IAlarmAction,
} from 'aws-cdk-lib/aws-cloudwatch';
import { NestedStack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ALARMS } from './alarms.ts';
import { dashboard } from './dashboard.ts';
import { familiesOf } from './families.ts';
import { saveQueries } from './queries.ts';
import { type AlarmOf, missingData, type Watched } from './watched.ts';

export type WatchProps = Watched & {
  /** What is done when an alarm is raised. */
  readonly alarmAction: IAlarmAction;
};

/** The last words are the runbook's heading. */
const described = (means: string, runbook: string): string =>
  `Landfall: ${means}. What to do says docs/operations.md, runbook ${runbook}`;

export class Watch extends NestedStack {
  private readonly deployment: string;

  constructor(scope: Construct, id: string, { alarmAction, ...watched }: WatchProps) {
    super(scope, id, { description: 'Landfall: alarms, dashboard and saved queries' });
    this.deployment = watched.name;
    const alarms: IAlarm[] = [];
    const parts: IAlarm[] = [];
    for (const [alarmId, of] of Object.entries<(watched: Watched) => AlarmOf | undefined>(ALARMS)) {
      const given = of(watched);
      if (!given) continue;
      const alarm = this.alarm(alarmId, given, given.runbook ?? alarmId);
      alarm.addAlarmAction(alarmAction);
      if (given.told) alarm.addOkAction(alarmAction);
      alarms.push(alarm);
    }
    for (const [family, { means, children }] of Object.entries(familiesOf(watched))) {
      const made = children.map((child) => this.alarm(child.id, child, family));
      const all = new CompositeAlarm(this, family, {
        compositeAlarmName: this.named(family),
        alarmDescription: described(means, family),
        alarmRule: AlarmRule.anyOf(...made),
      });
      all.addAlarmAction(alarmAction);
      all.addOkAction(alarmAction);
      alarms.push(all);
      parts.push(...made);
    }
    saveQueries(this, watched.name, watched.functions);
    dashboard(this, watched, { alarms, parts });
  }

  /** As the mail names it. */
  private named(id: string): string {
    return `${this.deployment}-${id}`;
  }

  private alarm(id: string, of: AlarmOf, runbook: string): Alarm {
    const { metric, threshold = 1, below = false, periods = 1, means } = of;
    return new Alarm(this, id, {
      alarmName: this.named(id),
      alarmDescription: described(means, runbook),
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missingData(of),
    });
  }
}
