/** What is looked at, and how an alarm is described. */
import { type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Api } from '../api.ts';
import type { Functions } from '../functions.ts';
import type { StatefulResources } from '../stateful-resources.ts';
import type { RuleName } from './metrics.ts';

export type Queues = { readonly queue: Queue; readonly deadLetters: Queue };

export type Watched = {
  /** Name of the deployment. */
  readonly name: string;
  readonly stateful: StatefulResources;
  readonly functions: Functions;
  readonly api: Api;
  /** Id of the distribution before the consoles and the API. */
  readonly distribution: string;
  readonly mail: { readonly outgoing: Queues; readonly returned: Queues; readonly returns: ITopic };
  /** Where alarms go. */
  readonly alarmTopic: ITopic;
  /** Of events that the webhook did not take; absent where there is no webhook. */
  readonly undelivered: Queue | undefined;
  /** Of ends of executions that could not be recorded. */
  readonly unrecorded: Queue;
  readonly migration: StateMachine;
  readonly campaign: StateMachine;
  readonly rules: readonly RuleName[];
  /** Executions of Lambda at once that the account has in this region. */
  readonly accountConcurrency: number;
};

/**
 * `told`: where it is over, that is mailed too: of what lasts. One event is over as soon as it has happened, and not mended.
 * `silence`: what it means that nothing is measured: `fine` where nothing is said; `unknown`: the alarm stays as it is.
 */
export type AlarmOf = {
  readonly metric: IMetric;
  /** From this on it is wrong; 1 where nothing is given. */
  readonly threshold?: number;
  /** Below `threshold` it is wrong. */
  readonly below?: true;
  /** So many periods; 1 where nothing is given. */
  readonly periods?: number;
  readonly told?: true;
  readonly silence?: 'fine' | 'wrong' | 'unknown';
  /** What has happened, in a sentence. */
  readonly means: string;
  /** Heading of its runbook, where several alarms have one; the alarm's own id where nothing is given. */
  readonly runbook?: string;
};

/** An alarm of a family: one for each of a list, told of by one alarm over all of them. */
export type Child = AlarmOf & { readonly id: string };
export type Family = { readonly means: string; readonly children: readonly Child[] };

const MISSING = {
  fine: TreatMissingData.NOT_BREACHING,
  wrong: TreatMissingData.BREACHING,
  unknown: TreatMissingData.IGNORE,
} as const;
export const missingData = ({ silence = 'fine' }: AlarmOf): TreatMissingData => MISSING[silence];
