/** Starting a run of an uploaded package: a preview or an import. */
import * as z from 'zod';
import { requestRun } from '#core/administration/runs.ts';
import type { AuditPort } from '#core/audit.ts';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { RUN_STATUSES } from '#core/migration/record.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import type { Started } from '#core/migration/runs/under-way.ts';
import { MAX_RENAMES, userIdMapOf } from '#core/migration/user-id-map.ts';
import { MAX_WAVE, waveOf } from '#core/migration/wave.ts';
import type { Settings } from '#core/settings/model.ts';
import { migratingByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const userId = z.string().min(1).max(255);
const startBody = z.strictObject({
  key: z.string().max(1024),
  etag: z.string().min(1).max(128),
  kind: z.enum(['preview', 'import']),
  policy: z.enum(DUPLICATE_POLICIES).optional(),
  again: z.boolean().default(false),
  queue: z.boolean().default(false).describe('Wait while another run of the source writes'),
  applyToTouched: z.boolean().default(false).describe('Also to users and tokens that were used here: a super-admin'),
  disableGone: z.boolean().default(false).describe('Disable whom a full export does not bring any more'),
  expectGone: z.int().min(0).max(1_000_000_000).optional().describe('At most so many may be gone'),
  older: z.boolean().default(false).describe('Correct although a newer package of the source was imported'),
  tell: z
    .enum(['now', 'later', 'none'])
    .default('now')
    .describe('When its users are told: with the run; later, by a campaign; or not, unless a campaign names them'),
  confirm: z.boolean().default(false).describe('Wait for no yes: a super-admin'),
  only: z.array(userId).min(1).max(MAX_WAVE).optional().describe('A wave: the user IDs that are imported'),
  renames: z
    .array(z.tuple([userId, userId]))
    .max(MAX_RENAMES)
    .optional()
    .describe('Pairs of a user ID in the source and here, from this run on'),
  userIdSuffix: z.string().min(1).max(100).optional().describe('Added to the user IDs of the source, from this run on'),
});
const started = answers<Started>()(
  z.strictObject({ id: z.string(), status: z.enum(RUN_STATUSES), execution: z.string().optional() }),
);
export const startedShape = { name: 'RunStarted', schema: started };
type StartBody = z.output<typeof startBody>;

function optionsOf({ applyToTouched, disableGone, expectGone, older, tell, confirm }: StartBody) {
  return {
    ...(applyToTouched ? { applyToTouched } : {}),
    ...(disableGone ? { disableGone } : {}),
    ...(expectGone === undefined ? {} : { expectGone }),
    ...(older ? { older } : {}),
    ...(tell === 'now' ? {} : { tell }),
    ...(confirm ? { confirmed: true as const } : {}),
  };
}
const listsOf = ({ only, renames, userIdSuffix }: StartBody) => ({
  ...(only ? { only: waveOf(only) } : {}),
  ...(renames || userIdSuffix !== undefined ? { userIds: userIdMapOf(renames ?? [], userIdSuffix) } : {}),
});

export const startRun = route({
  id: 'startRun',
  method: 'POST',
  path: '/runs',
  summary: 'Start an import of a package, or a preview of one',
  details:
    'A preview goes the same way and writes nothing. Without `policy` the one in the settings counts. An import that another run of its source keeps waiting is refused, or queued on request.',
  caller: migratingByRank('admin'),
  // What was used here, or what a super-admin would have been asked for.
  credentials: ({ kind, applyToTouched, confirm }) => kind === 'import' && (applyToTouched || confirm),
  body: {
    name: 'NewRun',
    schema: startBody,
    example: { key: 'staged/…/export.zip', etag: '…', kind: 'preview' },
  },
  answer: { status: 202, means: 'Started, or in the queue.', body: startedShape },
  errors: [
    'run.key',
    'run.running',
    'run.done',
    'run.not_previewed',
    'source.busy',
    'source.closed',
    'renames.invalid',
    'role.required',
    'package.missing',
    'package.changed',
    'package.not_zip',
    'package.truncated',
    'package.layout_invalid',
    'package.manifest_invalid',
    'package.too_large',
  ],
  handle: async (
    deps: AuditPort & StartPorts & { readSettings(): Promise<{ settings: Settings; version: number }> },
    { actor, body, now },
  ) => {
    const { key, etag, kind, policy, again, queue } = body;
    const asked = { key, etag, kind, again, queue, options: optionsOf(body), ...listsOf(body) };
    return { body: await requestRun(deps, { ...asked, ...(policy ? { policy } : {}) }, { actor, now }) };
  },
});
