/** The state machine of campaigns. */
import { environment } from '../aws/environment.ts';
import { startExecutionOf } from '../aws/executions.ts';

/** Starts an execution; one of this name that exists already is the one. */
export const startCampaignExecution = (name: string, input: string): Promise<void> =>
  startExecutionOf(environment('CAMPAIGN_MACHINE_ARN'), name, input);
