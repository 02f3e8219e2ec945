/** The migration's state machine: client-sfn. */
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { sfn } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { startExecutionOf } from '../aws/executions.ts';
import { nameOf } from '../aws/failures.ts';

/** arn:..:stateMachine:NAME -> arn:..:execution:NAME:EXECUTION */
const executionArn = (name: string): string =>
  `${environment('MIGRATION_MACHINE_ARN').replace(':stateMachine:', ':execution:')}:${name}`;

/** Starts an execution; one of this name that exists already is the one. */
export const startExecution = (name: string, input: string): Promise<void> =>
  startExecutionOf(environment('MIGRATION_MACHINE_ARN'), name, input);

/** Whether an execution is under way; undefined of an unknown one. Of another machine it is not known here: it counts as under way. */
export async function isRunning(name: string): Promise<boolean | undefined> {
  if (!/-(?:run|dry)-\d+$/u.test(name)) return true;
  try {
    const { status } = await sfn().send(new DescribeExecutionCommand({ executionArn: executionArn(name) }));
    return status === 'RUNNING';
  } catch (error) {
    if (nameOf(error) !== 'ExecutionDoesNotExist') throw error;
    return undefined;
  }
}
