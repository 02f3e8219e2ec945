/** The acts and reasons of the audit that have words on the pages: a deployment of another version may name others. */
import { ACTIONS, type Action, REASONS, type Reason } from '#core/audit.ts';

export { ACTIONS, type Action, REASONS, type Reason };

export const isAction = (text: string): text is Action => (ACTIONS as readonly string[]).includes(text);
export const isReason = (text: unknown): text is Reason => (REASONS as readonly unknown[]).includes(text);
