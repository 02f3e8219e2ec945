/** Times as values of form fields: in the reader's time zone, to the minute. */

const two = (value: number) => String(value).padStart(2, '0');

/** An ISO time as local `2026-11-25T14:30`; empty for undefined. */
export function toLocal(iso: string | undefined): string {
  if (iso === undefined) return '';
  const time = new Date(iso);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** A local time as an ISO time (UTC); undefined where it is not a time. */
export function fromLocal(local: string): string | undefined {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The beginning of a local day such as `2026-11-25`, or of the day `days` later, as an ISO time. */
export function dayStart(day: string, days = 0): string | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(day);
  if (!found) return undefined;
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days).toISOString();
}
