/** Executions of state machines: client-sfn. An execution's name is what starts it once; it names the run and its attempt. */
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sfn } from './clients.ts';
import { nameOf } from './failures.ts';

/** Starts an execution; one of this name that exists already is the one. @param stateMachineArn of the machine */
export async function startExecutionOf(stateMachineArn: string, name: string, input: string): Promise<void> {
  try {
    await sfn().send(new StartExecutionCommand({ stateMachineArn, name, input }));
  } catch (error) {
    if (nameOf(error) !== 'ExecutionAlreadyExists') throw error;
  }
}
