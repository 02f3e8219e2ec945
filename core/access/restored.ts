/**
 * After the directory was restored to an earlier point: what was used, ended or changed after that point is as it was before it. So an operator
 * marks the moment from which the deployment works again (`restoredAt`), and what was issued before it does not count any more: sessions,
 * links and steps, temporary codes, passwords that must be changed. What tokens showed before it is spent: core/tokens/restored.ts.
 */
import type { SettingsPort } from './ports.ts';

/** @param issuedAt Unix milliseconds, as `restoredAt` */
export const isVoid = (issuedAt: number, restoredAt: number | undefined): boolean =>
  restoredAt !== undefined && issuedAt <= restoredAt;

/** The same of a deployment, read anew. */
export const wasVoided = async (ports: SettingsPort, issuedAt: number): Promise<boolean> =>
  isVoid(issuedAt, (await ports.readSettings()).restoredAt);
