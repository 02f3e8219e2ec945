/**
 * Whether an export is the whole source. Only a full one can say who is gone, so that doubt makes it partial: a user in an entry that
 * could not be read still is in the source, as is one who was refused and can't be named (present.ts names the others).
 */
import type { Manifest, PartialReason } from '#core/export/manifest.ts';

/** Options that narrow an export, in the order in which they are named. */
const NARROWING = ['base', 'filter', 'users', 'group'] as const;
export type Narrowing = (typeof NARROWING)[number];

const isUnread = (code: string): boolean => code.startsWith('ldif.') || code.startsWith('csv.');

/**
 * @param narrowed the options that were given @param said what the packer says: `full` speaks of the options alone, since a
 * refused user is missing whatever is said @param unknown users and tokens that were refused and can't be named
 */
export function completeness(
  narrowed: ReadonlySet<Narrowing>,
  said: 'full' | 'partial' | undefined,
  refusals: Manifest['refusals'],
  unknown: number,
): Pick<Manifest, 'full' | 'partial'> {
  const doubts: PartialReason[] = [];
  if (refusals.some(({ code }) => isUnread(code))) doubts.push('skipped');
  if (unknown > 0) doubts.push('refused');
  if (said === 'partial') doubts.push('said');
  const partial = [...NARROWING.filter((one) => narrowed.has(one)), ...doubts];
  return { full: said === 'full' ? doubts.length === 0 : partial.length === 0, partial };
}
