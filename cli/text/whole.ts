import type { Manifest, PartialReason } from '#core/export/manifest.ts';

const REASONS: Readonly<Record<PartialReason, string>> = {
  base: 'only what is below --base was read',
  filter: 'only whom --filter finds was read',
  users: 'only users on a list were asked for (--users)',
  group: 'only members of a group were asked for (--group)',
  skipped: 'entries that can’t be read were skipped',
  refused: 'users or tokens were refused of whom it can’t be told who they are',
  said: 'its packer said so (--partial)',
};

type Whole = Pick<Manifest, 'formatVersion' | 'full' | 'partial'>;

/** Whether a package is the whole source, and why not: the same for `pack` and `inspect`. */
export function describeWhole({ formatVersion, full, partial }: Whole): string {
  const reasons = partial.map((reason) => REASONS[reason]).join('; ');
  if (full)
    return `  the whole source: whom it does not hold is gone there${reasons === '' ? '' : ` (its packer said so with --full, although ${reasons})`}`;
  const why = reasons === '' && formatVersion === 1 ? 'packages of format 1 do not say' : reasons;
  return `  a part of the source, so an import takes no user and no token for gone${why === '' ? '' : `: ${why}`}`;
}

/** What an administrator may do about it. @param said --full was given */
export function remedyOfPart({ full, partial }: Whole, said: boolean): string[] {
  if (full) return [];
  const certain = partial.filter((reason) => reason === 'skipped' || reason === 'refused');
  if (certain.length === 0 && !partial.includes('said'))
    return [
      'If no user with a token is missing from it all the same, say --full: a later import then knows who is gone.',
    ];
  return certain.length > 0 && said
    ? [
        '--full does not count here: whom this package leaves out is still in the source. Correct what is named below and pack again.',
      ]
    : [];
}

/** Who is named as not gone, where there are such. */
export function describePresent({ users, tokens }: { readonly users: number; readonly tokens: number }): string[] {
  if (users + tokens === 0) return [];
  return [
    `  ${users} users without a token or refused, and ${tokens} refused tokens are named as still there: an import takes none of them for gone`,
  ];
}

/** What a part of the source leaves out, where it leaves out something. */
export function describeOutside(outside: {
  readonly users: number;
  readonly tokensAssigned: number;
  readonly tokensUnassigned: number;
}): string[] {
  const { users, tokensAssigned, tokensUnassigned } = outside;
  if (users + tokensAssigned + tokensUnassigned === 0) return [];
  const hint = tokensUnassigned > 0 ? ' (--include-unassigned packs them too)' : '';
  return [
    `  not asked for: ${users} users; left out with them: ${tokensAssigned} tokens of users who are not in the package, ${tokensUnassigned} unassigned tokens${hint}`,
  ];
}
