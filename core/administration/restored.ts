/** An operator says that the tables were restored to an earlier point (docs/operations.md): what was issued before now is void. */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import { type Asked, actOf } from './users/administer.ts';

export type RestoredPorts = AuditPort & {
  /** False where a later moment is marked already. @param at Unix milliseconds */
  markRestored(at: number, entries: Entries): Promise<boolean>;
};

/**
 * Ends every session, link, step, temporary code and password that is to be changed, and spends what each token has shown until now (core/access/restored.ts).
 * @param point what the tables were restored to, ISO 8601; for the audit @returns the moment, Unix milliseconds
 */
export function declareRestored(ports: RestoredPorts, point: string, asked: Asked): Promise<{ restoredAt: number }> {
  const act = actOf(asked, 'deployment.restored', 'deployment');
  return auditedAct(
    ports,
    act,
    async (entriesOf) => {
      if (!(await ports.markRestored(asked.now, entriesOf({})))) throw transient('directory.busy');
      return { restoredAt: asked.now };
    },
    { about: { point }, refusals: 'all' },
  );
}
