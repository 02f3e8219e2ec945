/** Acts in the audit that raise an alarm: each gets a log line of its own, which a metric filter counts. */
import type { AuditEntry } from '#core/audit.ts';
import { log } from './log.ts';

/** Action of the audit, by the system itself -> event of the log (infra/stacks/stateless.ts has its filter). */
const ALARMED: Readonly<Record<string, string>> = { 'token.disabled': 'token.disabled_by_failures' };

type WriteAudit = (entry: AuditEntry) => Promise<void>;

/** The same port; the line is written once the entry is. */
export function alarming(writeAudit: WriteAudit, warn: typeof log.warn = log.warn): WriteAudit {
  return async (entry) => {
    await writeAudit(entry);
    const event = entry.actor === 'system' ? ALARMED[entry.action] : undefined;
    const { object: serial, source } = entry;
    if (event !== undefined) warn(event, { serial, source });
  };
}
