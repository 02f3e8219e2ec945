/**
 * S3's events in the upload queue. Keys are form-encoded (a space is a plus sign). `s3:TestEvent`, which S3 sends
 * once when the notification is set up, has no records and is ignored.
 */
import * as z from 'zod';
import { parseJson } from '#core/json.ts';

const eventSchema = z.object({
  Records: z
    .array(
      z.object({
        eventName: z.string(),
        eventTime: z.iso.datetime({ offset: true }).optional(),
        s3: z.object({ object: z.object({ key: z.string(), eTag: z.string().optional() }) }),
      }),
    )
    .optional(),
});

/** `etag` without quotes, where the event names it; `eventAt` in Unix ms. */
export type Upload = { readonly key: string; readonly etag?: string; readonly eventAt: number };

/** The uploads in a queue message; none for events that are no creation under uploads/. */
export function uploadsOf(body: string, now: number): Upload[] {
  let json: unknown;
  try {
    json = parseJson(body);
  } catch {
    return [];
  }
  const event = eventSchema.safeParse(json);
  return (event.data?.Records ?? [])
    .filter(({ eventName }) => /^(?:s3:)?ObjectCreated:/u.test(eventName))
    .map(({ eventTime, s3 }) => ({
      key: decodeKey(s3.object.key),
      ...(s3.object.eTag === undefined ? {} : { etag: s3.object.eTag.replaceAll('"', '') }),
      eventAt: eventTime === undefined ? now : Date.parse(eventTime),
    }))
    .filter(({ key }) => key.startsWith('uploads/') && !key.endsWith('/'));
}

function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
