/** One alarm: how it is named and described, what it does where nothing is measured, and whom it tells. */
import { Alarm, ComparisonOperator, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmOf, missingData } from './watched.ts';

/** The last words are the runbook's heading. */
export const described = (means: string, runbook: string): string =>
  `Landfall: ${means}. What to do says docs/operations.md, runbook ${runbook}`;

/** @param alarmName as the mail names it @param runbook the heading of its runbook */
export function makeAlarm(scope: Construct, id: string, alarmName: string, of: AlarmOf, runbook: string): Alarm {
  const { metric, threshold = 1, below = false, periods = 1, means } = of;
  return new Alarm(scope, id, {
    alarmName,
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

/** An alarm that tells by itself: where it begins, and, of what lasts, where it is over. */
export function makeToldAlarm(
  scope: Construct,
  id: string,
  alarmName: string,
  of: AlarmOf,
  action: IAlarmAction,
): Alarm {
  const alarm = makeAlarm(scope, id, alarmName, of, of.runbook ?? id);
  alarm.addAlarmAction(action);
  if (of.told) alarm.addOkAction(action);
  return alarm;
}
