/** A run's totals as a plan: what becomes of how many, and where each list is. */
import type { Run } from '../../shared/http/api-types.ts';

export type PlanFilter = {
  readonly outcome?: string;
  readonly code?: string;
  readonly field?: string;
};
/** A group of an import or a preview. `conflict`: differences that were not applied, or records that no run may apply. */
export type PlanRow = {
  readonly group:
    | 'created'
    | 'updated'
    | 'moved'
    | 'disabled'
    | 'gone'
    | 'waiting'
    | 'conflict'
    | 'unchanged'
    | 'skipped'
    | 'not-in-wave'
    | 'rejected';
  /** Undefined: the group is not about users, or not about tokens. */
  readonly users?: number;
  readonly tokens?: number;
  readonly filter: PlanFilter;
};
type Totals = NonNullable<Run['totals']>;

/** What a run found otherwise here, and left. */
const CONFLICTS = [
  'user.differs',
  'user.renamed',
  'user.id_reused',
  'user.other_source',
  'token.pending',
  'token.differs',
  'token.assigned',
  'token.other_source',
  'record.older',
] as const;

/** The groups of which there are any, each with its list; those created always. */
export function planOf({ users, tokens, codes, waiting = 0, moved = 0, notInWave = 0, gone }: Totals): PlanRow[] {
  const skipped = { users: users.skipped - notInWave, tokens: tokens.skipped };
  const both = (group: 'created' | 'updated' | 'unchanged' | 'rejected'): PlanRow => ({
    group,
    users: users[group],
    tokens: tokens[group],
    filter: { outcome: group },
  });
  const conflicts = CONFLICTS.map((code): PlanRow => {
    const count = codes[code] ?? 0;
    return {
      group: 'conflict',
      ...(code.startsWith('token.') ? { tokens: count } : { users: count }),
      filter: { code },
    };
  });
  const rows: PlanRow[] = [
    both('created'),
    both('updated'),
    { group: 'moved', users: moved, filter: { field: 'userId' } },
    { group: 'disabled', users: gone?.disabled ?? 0, filter: { field: 'enabled' } },
    { group: 'gone', users: gone?.users ?? 0, filter: { code: 'user.gone' } },
    { group: 'gone', tokens: gone?.tokens ?? 0, filter: { code: 'token.gone' } },
    { group: 'waiting', users: waiting, filter: { code: 'user.awaits_yes' } },
    ...conflicts,
    both('unchanged'),
    { group: 'skipped', ...skipped, filter: { outcome: 'skipped' } },
    { group: 'not-in-wave', users: notInWave, filter: { code: 'user.not_in_wave' } },
    both('rejected'),
  ];
  return rows.filter(
    ({ group, users: ofUsers = 0, tokens: ofTokens = 0 }) => group === 'created' || ofUsers + ofTokens > 0,
  );
}

/** Of a rollback: how many users and tokens each code stands for; first what is taken back, then what stays. */
export function rollbackPlanOf({ codes }: Totals): readonly (readonly [code: string, count: number])[] {
  const taken = ['rollback.deleted', 'rollback.restored', 'rollback.enabled'];
  const rank = (code: string) => (taken.includes(code) ? taken.indexOf(code) : taken.length);
  return Object.entries(codes)
    .filter(([code]) => code.startsWith('rollback.'))
    .sort(([a, many], [b, few]) => rank(a) - rank(b) || few - many);
}

/** What carrying out a plan does, in the order in which it is said. Nothing where each count is 0. */
export function consequencesOf({ totals, source }: Pick<Run, 'totals' | 'source'>) {
  const created = totals?.users.created ?? 0;
  const mails = source?.kind === 'internal' ? 0 : created - (totals?.users.withoutAddress ?? 0);
  return [
    ['created', created],
    ['mails', mails],
    ['updated', totals?.users.updated ?? 0],
    ['moved', totals?.moved ?? 0],
    ['tokens', (totals?.tokens.created ?? 0) + (totals?.tokens.updated ?? 0)],
    ['disabled', totals?.gone?.disabled ?? 0],
    ['waits', totals?.waiting ?? 0],
  ] as const;
}
