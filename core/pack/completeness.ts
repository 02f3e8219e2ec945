/**
 * Whether an export is the whole source. Only a full one can say who is gone, so that doubt makes it partial: a user who was
 * refused, or stands in an entry that could not be read, still is in the source.
 */
import type { Manifest, PartialReason } from '#core/export/manifest.ts';
import { isOfToken, type RefusalCode } from './refusal-codes.ts';

/** Options that narrow an export, in the order in which they are named. */
const NARROWING = ['base', 'filter', 'users', 'group'] as const;
export type Narrowing = (typeof NARROWING)[number];

/** Refusals by which a user, or a token, that the source holds is not in the package. */
const LEFT_OUT: ReadonlySet<string> = new Set<RefusalCode>([
  'user.duplicate',
  'user.invalid',
  'user.external_id_duplicate',
  'token.user_duplicate',
  'token.too_many',
  'token.pin_invalid',
  'assignment.token_missing',
  'assignment.duplicate',
  'assignment.user_invalid',
]);
const leavesOut = (code: string): boolean => LEFT_OUT.has(code) || (isOfToken(code) && code !== 'token.duplicate');
const isUnread = (code: string): boolean => code.startsWith('ldif.') || code.startsWith('csv.');

/**
 * @param narrowed the options that were given @param said what the packer says: `full` speaks of the options alone, since a
 * refused user is missing whatever is said
 */
export function completeness(
  narrowed: ReadonlySet<Narrowing>,
  said: 'full' | 'partial' | undefined,
  refusals: Manifest['refusals'],
): Pick<Manifest, 'full' | 'partial'> {
  const doubts: PartialReason[] = [];
  if (refusals.some(({ code }) => isUnread(code))) doubts.push('skipped');
  if (refusals.some(({ code }) => leavesOut(code))) doubts.push('refused');
  if (said === 'partial') doubts.push('said');
  const partial = [...NARROWING.filter((one) => narrowed.has(one)), ...doubts];
  return { full: said === 'full' ? doubts.length === 0 : partial.length === 0, partial };
}
