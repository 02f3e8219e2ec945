/** Input and output of each state of campaign.asl.json, by the state's name. RecordFailure is migration.asl.json's, too. */
import type { CampaignInput } from '#core/campaign/campaign.ts';
import type { RoundOutput } from '#core/campaign/send-round.ts';

export type CampaignStates = {
  /** Under $.round. */
  SendRound: { input: CampaignInput; output: RoundOutput };
};
