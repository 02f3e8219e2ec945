/**
 * What every log line says beside its own fields: which request it is of, and which run, part, message or mail it is about. Set once where the
 * function begins, so that no line can lack it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** `requestId`: Lambda's. `apiRequestId`: API Gateway's, as its access log has it. `run` and `attempt` together are the name of an execution. */
export const SCOPE_FIELDS = [
  'requestId',
  'apiRequestId',
  'route',
  'run',
  'attempt',
  'part',
  'range',
  'queueMessage',
  'mail',
] as const;
export type Scope = Readonly<Partial<Record<(typeof SCOPE_FIELDS)[number], string | number>>>;

const scopes = new AsyncLocalStorage<Scope>();

export const scope = (): Scope => scopes.getStore() ?? {};

/** Each log line that `work` writes says this too, also behind an await. */
export const within = <T>(more: Scope, work: () => T): T => scopes.run({ ...scope(), ...more }, work);
