/** Tells others by EventBridge. */
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { chunksOf } from '#core/concurrency.ts';
import { transient } from '#core/errors.ts';
import type { LandfallEvent } from '#core/journey/events.ts';
import { eventbridge } from './clients.ts';
import { environment } from './environment.ts';

/** What the events name as their source. */
const SOURCE = 'landfall';
/** EventBridge's limit. */
const BATCH = 10;

/** Some may have been taken where it throws. @throws LandfallError events.busy (retryable) */
export async function tell(events: readonly LandfallEvent[]): Promise<void> {
  for (const batch of chunksOf(events, BATCH)) {
    const Entries = batch.map(({ type, detail }) => ({
      EventBusName: environment('EVENT_BUS_NAME'),
      Source: SOURCE,
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount = 0 } = await eventbridge().send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount > 0) throw transient('events.busy');
  }
}
