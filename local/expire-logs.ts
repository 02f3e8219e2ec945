/** The retention of log groups: cuts the lines off a log that are too old. */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A line of a function says `timestamp`, one of the events `time`. Others belong to the line before. */
const TIME = /"time(?:stamp)?":"(\d{4}-\d\d-\d\dT[^"]+)"/u;

/** Of the text, what begins with the first line that is not older. */
export function since(text: string, before: number): string {
  let at = 0;
  for (const line of text.split(/(?<=\n)/u)) {
    const time = Date.parse(TIME.exec(line)?.[1] ?? '');
    if (time >= before) return text.slice(at);
    at += line.length;
  }
  // Not a line says that it is new: what has no time at all is not known to be old.
  return TIME.test(text) ? '' : text;
}

/** The file stays the same one, since its writer has it open and adds to its end. */
function cut(file: string, before: number): boolean {
  const text = readFileSync(file, 'utf8');
  const kept = since(text, before);
  if (kept.length === text.length) return false;
  const descriptor = openSync(file, 'r+');
  try {
    // A line that came in between is cut next time.
    if (fstatSync(descriptor).size !== Buffer.byteLength(text)) return false;
    ftruncateSync(descriptor, 0);
    const bytes = Buffer.from(kept);
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

/** @param before Unix ms @returns how many logs were cut */
export function expireLogs(folder: string, before: number): number {
  if (!existsSync(folder)) return 0;
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.filter((name) => cut(join(folder, name), before)).length;
}
