/** A migration, as an administrator starts it. */
import { type AuditPort, auditedAct } from '#core/audit.ts';
import {
  checkKey,
  type Started,
  type StartOptions,
  type StartPorts,
  startMigration,
} from '#core/migration/start-migration.ts';
import { type Asked, actOf } from './users/administer.ts';

/** @throws LandfallError migration.key (400), see startMigration */
export function requestMigration(
  ports: AuditPort & StartPorts,
  options: Omit<StartOptions, 'requestedBy'>,
  { actor, now }: Asked,
): Promise<Started> {
  const { key, mode, policy = 'default' } = options;
  checkKey(key);
  const act = actOf({ actor, now }, 'migration.started', key);
  return auditedAct(ports, act, async () => {
    const result = await startMigration(ports, { ...options, requestedBy: actor.id }, now);
    return { result, details: [{ object: result.id, facts: { mode, policy, execution: result.execution } }] };
  });
}
