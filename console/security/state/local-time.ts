/** Times as a field of a form has them: the reader's own clock, to the minute. */

const two = (value: number) => String(value).padStart(2, '0');

/** `2026-11-25T14:30` of an ISO time, in local time; nothing of nothing. */
export function toLocal(iso: string | undefined): string {
  if (iso === undefined) return '';
  const time = new Date(iso);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** The ISO time (UTC) of a local one; undefined where it is none. */
export function fromLocal(local: string): string | undefined {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

/** The first moment of a local day such as `2026-11-25`, `days` later. */
export function dayStart(day: string, days = 0): string | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(day);
  if (!found) return undefined;
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days).toISOString();
}
