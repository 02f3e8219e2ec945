/** A migration, as an administrator starts it, and a super-admin approves what it may not change by itself. */
import { type Action, type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { afterApproval, notWaiting } from '#core/migration/approval.ts';
import type { Approval, Decision } from '#core/migration/record.ts';
import { type RollbackPorts, startRollback } from '#core/migration/rollback/start-rollback.ts';
import { confirmRun } from '#core/migration/runs/confirm-run.ts';
import { resumeRun } from '#core/migration/runs/resume-run.ts';
import { checkKey, type StartOptions, type StartPorts, startRun } from '#core/migration/runs/start-run.ts';
import { launch, type Started } from '#core/migration/runs/under-way.ts';
import { selfServiceSettings } from '#core/migration/self-service-settings.ts';
import type { Settings } from '#core/settings/model.ts';
import { type Asked, actOf } from './users/administer.ts';

type SettingsPort = {
  readSettings(): Promise<{ readonly settings: Settings; readonly version: number }>;
};

/** What only a super-admin may ask for: that it changes what people use, or waits for no yes. */
const isSuperAdminsAlone = ({ kind, options }: Pick<StartOptions, 'kind' | 'options'>): boolean =>
  kind === 'import' && (options?.applyToTouched === true || options?.confirmed === true);

/** The approval that goes with a yes given beforehand, of the settings as they are now. */
async function approvalNow(ports: SettingsPort, by: string, now: number): Promise<Approval | undefined> {
  const { settings, version } = await ports.readSettings();
  const wanted = selfServiceSettings(settings, version)?.change;
  if (!wanted?.weakened) return undefined;
  const { before, after } = wanted;
  return { decision: 'approved', by, at: now, before, after };
}

/** @throws LandfallError run.key (400), role.required (403), see startRun */
export function requestRun(
  ports: AuditPort & StartPorts & SettingsPort,
  options: Omit<StartOptions, 'requestedBy' | 'source' | 'approval'>,
  { actor, now }: Asked,
): Promise<Started> {
  const { key } = options;
  checkKey(key);
  const act = actOf({ actor, now }, 'migration.started', key);
  const { id: requestedBy, source } = actor;
  return auditedAct(ports, act, async () => {
    if (isSuperAdminsAlone(options) && actor.role !== 'super-admin')
      throw invalid('role.required', 'Only a super-admin may ask for this.', { role: 'super-admin' });
    const approval =
      options.kind === 'import' && options.options?.confirmed ? await approvalNow(ports, requestedBy, now) : undefined;
    return startRun(ports, { ...options, requestedBy, source, ...(approval ? { approval } : {}) }, now);
  });
}

/** @throws LandfallError see core/migration/runs/resume-run.ts */
export function continueRun(ports: AuditPort & StartPorts, id: string, { actor, now }: Asked): Promise<Started> {
  const act = actOf({ actor, now }, 'migration.started', id);
  return auditedAct(ports, act, (entriesOf) => resumeRun(ports, id, entriesOf, now));
}

/** @throws LandfallError see core/migration/rollback/start-rollback.ts */
export function requestRollback(
  ports: AuditPort & RollbackPorts,
  id: string,
  { preview }: { readonly preview: boolean },
  { actor, now }: Asked,
): Promise<Started> {
  const act = actOf({ actor, now }, 'migration.rolled_back', id);
  return auditedAct(ports, act, (entriesOf) =>
    startRollback(ports, id, { preview, requestedBy: actor.id }, entriesOf, now),
  );
}

/** @throws LandfallError see core/migration/runs/confirm-run.ts */
export function confirmChanges(ports: AuditPort & StartPorts, id: string, { actor, now }: Asked): Promise<Started> {
  const act = actOf({ actor, now }, 'migration.confirmed', id);
  return auditedAct(ports, act, (entriesOf) => confirmRun(ports, id, actor.id, entriesOf, now));
}

const ACTION_OF = { approved: 'migration.approved', refused: 'migration.refused' } as const satisfies Record<
  Decision,
  Action
>;

/**
 * Decides about the change of settings that a run waits for (A8), and starts the rest of it: settings and mails, or, where it is refused,
 * the list of those who could not be told. Of simultaneous decisions the first counts; the same one again starts what a crash left.
 * @throws LandfallError run.not_found (404), run.not_waiting (409)
 */
export function decideRun(
  ports: AuditPort & StartPorts,
  id: string,
  decision: Decision,
  { actor, now }: Asked,
): Promise<Started> {
  return auditedAct(ports, actOf({ actor, now }, ACTION_OF[decision], id), async (entriesOf) => {
    const seen = await ports.readRun(id);
    if (!seen) throw invalid('run.not_found', 'There is no run with this id.');
    if (seen.status === 'starting' && seen.approval?.decision === decision) return launch(ports, seen);
    const record = afterApproval(seen, decision, actor.id, now);
    const { before, after } = record.approval!;
    const entries = entriesOf({ before, after });
    if (!(await ports.claim(record, seen, entries, { writes: false }))) throw notWaiting();
    return launch(ports, record);
  });
}

export type ApprovePorts = AuditPort &
  SettingsPort & {
    /** In place of an earlier one of the source. */
    putApproval(source: string, approval: Approval, entries: Entries): Promise<void>;
  };

/**
 * Approves in advance what a run of a source would have to wait for, with the settings as they are now. It counts once, and only while the
 * settings are still these.
 * @param source name of the source deployment @throws LandfallError approval.not_needed (409)
 */
export function approveSource(ports: ApprovePorts, source: string, { actor, now }: Asked): Promise<Approval> {
  return auditedAct(ports, actOf({ actor, now }, 'migration.approved', source), async (entriesOf) => {
    const { settings, version } = await ports.readSettings();
    const wanted = selfServiceSettings(settings, version)?.change;
    if (!wanted?.weakened)
      throw invalid(
        'approval.not_needed',
        'A run would not wait: a token alone logs on already, or one factor alone does, so that it changes the settings by itself.',
      );
    const { before, after } = wanted;
    const approval: Approval = { decision: 'approved', by: actor.id, at: now, before, after };
    await ports.putApproval(source, approval, entriesOf({ before, after }));
    return approval;
  });
}
