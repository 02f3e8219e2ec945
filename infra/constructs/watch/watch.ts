/** What tells operators that something is wrong, and what: alarms, one dashboard and saved queries, in a nested stack. */
import { AlarmRule, CompositeAlarm, type IAlarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { NestedStack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { described, makeAlarm, makeToldAlarm } from './alarm.ts';
import { ALARMS } from './alarms.ts';
import { dashboard } from './dashboard.ts';
import { familiesOf } from './families.ts';
import { saveQueries } from './queries.ts';
import type { AlarmOf, Watched } from './watched.ts';

export class Watch extends NestedStack {
  private readonly deployment: string;

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id, { description: 'Landfall: alarms, dashboard and saved queries' });
    this.deployment = watched.name;
    const alarmAction: IAlarmAction = new SnsAction(watched.alarmTopic);
    const alarms: IAlarm[] = [];
    const parts: IAlarm[] = [];
    for (const [alarmId, of] of Object.entries<(watched: Watched) => AlarmOf | undefined>(ALARMS)) {
      const given = of(watched);
      if (given) alarms.push(makeToldAlarm(this, alarmId, this.named(alarmId), given, alarmAction));
    }
    for (const [family, { means, children }] of Object.entries(familiesOf(watched))) {
      const made = children.map((child) => makeAlarm(this, child.id, this.named(child.id), child, family));
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
}
