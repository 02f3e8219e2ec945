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
  options: Omit<StartOptions, 'requestedBy' | 'source'>,
  { actor, now }: Asked,
): Promise<Started> {
  const { key } = options;
  checkKey(key);
  const act = actOf({ actor, now }, 'migration.started', key);
  const { id: requestedBy, source } = actor;
  return auditedAct(ports, act, () => startMigration(ports, { ...options, requestedBy, source }, now));
}
