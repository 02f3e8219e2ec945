/** A record of DynamoDB's streams, as the rule reads it. */
import { itemFromStream, type StreamImage } from '#adapters/audit/chain.ts';
import type { Change } from '#core/audit-append.ts';

/** The part of a record that is read. */
export type StreamRecord = {
  readonly eventID: string;
  readonly dynamodb: {
    /** Unix seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly OldImage?: StreamImage;
    readonly NewImage?: StreamImage;
  };
};

export function changeOf({
  eventID: id,
  dynamodb: { ApproximateCreationDateTime: at, ...images },
}: StreamRecord): Change {
  return {
    id,
    at: at * 1000,
    ...(images.OldImage ? { before: itemFromStream(images.OldImage) } : {}),
    ...(images.NewImage ? { after: itemFromStream(images.NewImage) } : {}),
  };
}
