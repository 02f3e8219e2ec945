import { type AppendPorts, appendChanges } from '#core/audit-append.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';
import { changeOf, type StreamRecord } from './change.ts';

export type StreamEvent = { readonly Records: readonly StreamRecord[] };
export type Deps = Omit<AppendPorts, 'noteTampering'>;

/** Changes of the audit's outbox, in their order. A batch that fails comes again until it is done, before what is behind it. */
export const createHandler = (deps: Deps) =>
  task<StreamEvent, void>(async ({ Records }) => {
    const noteTampering: AppendPorts['noteTampering'] = (kind) => log.error('audit.tampered', { kind });
    await appendChanges({ ...deps, noteTampering }, Records.map(changeOf));
  });
