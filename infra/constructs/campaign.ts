/** The state machine of campaigns: statemachines/campaign.asl.json. It waits without a running function. */
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type StateMachineOptions, stateMachine } from './state-machine.ts';

export class Campaign extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: Pick<StateMachineOptions, 'name' | 'functions' | 'unrecorded'>) {
    super(scope, id);
    this.machine = stateMachine(this, { ...props, machine: 'campaign' });
  }
}
