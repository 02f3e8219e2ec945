/**
 * What was denied, and which permissions were used. A denial is said once for each role, action and resource, and stands in a file; it holds no
 * key of an item and no name of an object, which may name a person. What was used is kept where a test run asks for it.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Caller, denialMessage, type Need, ownerOf } from './judge.ts';
import type { Permission } from './policy.ts';

export type Denial = {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly why: string;
};
export type Records = {
  used(permission: Permission): void;
  /** @returns AWS's own message, for the caller */
  denied(caller: Caller, need: Need, why: string): string;
};

/** Of an object its bucket, of an execution its machine: what is not about one person. */
export function withoutPerson(resource: string): string {
  if (resource.startsWith('arn:aws:s3:::')) return ownerOf(resource) + (resource.includes('/') ? '/*' : '');
  if (resource.includes(':identity/')) return resource.replace(/:identity\/.*$/u, ':identity/*');
  return resource.replace(/(:execution:[^:]+):.*$/u, '$1:*');
}

/** `granted`: what policies allow, noted at the start where it is collected. */
export type Note = (kind: 'granted' | 'used' | 'denied', what: Permission | Denial) => void;

/** Each only once. @param note is called with what is new */
export function recordOnce(note: Note): Records {
  const seen = new Set<string>();
  const once = (kind: 'used' | 'denied', what: Permission | Denial) => {
    const text = kind + JSON.stringify(what);
    if (seen.has(text)) return;
    seen.add(text);
    note(kind, what);
  };
  return {
    used: (permission) => once('used', permission),
    denied: (caller, need, why) => {
      once('denied', { role: caller.name, action: need.action, resource: withoutPerson(need.resource), why });
      return denialMessage(caller, need, why);
    },
  };
}

/** Where a test run collects what each of its deployments was granted, has used and was denied: one file a process. */
export const COLLECTED = 'LANDFALL_PERMISSIONS';

/** @param file of the denials @param say prints to the user */
export function openRecords(file: string, say: (line: string) => void): Note {
  const collected = process.env[COLLECTED];
  if (collected) mkdirSync(collected, { recursive: true });
  const seen = new Set<string>();
  return (kind, what) => {
    const line = `${JSON.stringify({ kind, ...what })}\n`;
    // The threads say it each for itself.
    if (seen.has(line)) return;
    seen.add(line);
    if (collected) appendFileSync(join(collected, `${process.pid}.ndjson`), line);
    if (kind !== 'denied') return;
    const { role, action, resource, why } = what as Denial;
    appendFileSync(file, `${JSON.stringify({ time: new Date().toISOString(), role, action, resource, why })}\n`);
    say(`IAM: ${role} may not ${action} on ${resource}, ${why}`);
  };
}
