/** The migration's state machine: client-sfn. */
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sfn } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { nameOf } from '../aws/failures.ts';

/** arn:..:stateMachine:NAME -> arn:..:execution:NAME:EXECUTION */
const executionArn = (name: string): string =>
  `${environment('MIGRATION_MACHINE_ARN').replace(':stateMachine:', ':execution:')}:${name}`;

/** Starts an execution; one of this name that exists already is the one. */
export async function startExecution(name: string, input: string): Promise<void> {
  try {
    await sfn().send(new StartExecutionCommand({ stateMachineArn: environment('MIGRATION_MACHINE_ARN'), name, input }));
  } catch (error) {
    if (nameOf(error) !== 'ExecutionAlreadyExists') throw error;
  }
}

/** Whether an execution is under way; an unknown one is not. Of another machine it is not known here: it counts as under way. */
export async function isRunning(name: string): Promise<boolean> {
  if (!/-(?:run|dry)-\d+$/u.test(name)) return true;
  try {
    const { status } = await sfn().send(new DescribeExecutionCommand({ executionArn: executionArn(name) }));
    return status === 'RUNNING';
  } catch (error) {
    if (nameOf(error) !== 'ExecutionDoesNotExist') throw error;
    return false;
  }
}
