/** What every service checks before it looks at a request: that it was signed a short time ago (AWS Signature Version 4). */
import type { WireRequest } from './service.ts';

const MAX_SKEW_MS = 15 * 60_000;

/** The form of x-amz-date: 20260101T000000Z. @returns Unix milliseconds */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/u, '$1-$2-$3:$4:$5'));
}

/**
 * Why a signature is not taken: the caller's clock is more than 15 minutes off, or an address that was signed before has expired. A request
 * that is not signed at all is taken: tests may leave the signing out.
 */
export function signatureFault({ headers, query }: WireRequest, now: number): 'skewed' | 'expired' | undefined {
  const { 'X-Amz-Date': presigned, 'X-Amz-Expires': seconds } = query;
  if (presigned !== undefined) return now > timeOf(presigned) + Number(seconds) * 1000 ? 'expired' : undefined;
  const date = headers['x-amz-date'];
  return date !== undefined && Math.abs(now - timeOf(date)) > MAX_SKEW_MS ? 'skewed' : undefined;
}

/** Every answer says the service's time: by it the SDK corrects a clock that is off. */
export const dateHeader = (now: number): Record<string, string> => ({ date: new Date(now).toUTCString() });
