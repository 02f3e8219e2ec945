/**
 * Weakening (A8): where every way into the Self-Service Console asked for more than one factor, a run lets no token alone in by itself.
 * A super-admin approves the change of one source, with its old and new value, before the run or while it waits.
 */
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { Approval, Decision, RunRecord, SettingsChange } from './record.ts';

const same = (a: SettingsChange['before'], b: SettingsChange['before']): boolean =>
  a.selfService === b.selfService && a.forgotPasswordLink === b.forgotPasswordLink;

/** Whether it is about this change: the settings may have been changed since it was given. */
export const isAbout = (approval: Pick<Approval, 'before' | 'after'>, change: SettingsChange): boolean =>
  same(approval.before, change.before) && same(approval.after, change.after);

export const notWaiting = () => invalid('run.not_waiting', 'This run waits for no yes, or it has been given already.');

/**
 * The record of the attempt that does the rest of a run which waits: its states up to the settings stay as they are.
 * @param now Unix ms @throws LandfallError run.not_waiting (409)
 */
export function afterApproval(
  seen: RunRecord,
  decision: Decision,
  by: string,
  now: number,
): RunRecord & { readonly input: string } {
  const { settingsChange, rest: state } = seen;
  if (seen.status !== 'waiting' || seen.rollback || !settingsChange || state === undefined) throw notWaiting();
  const { finishedAt: _finished, rest: _rest, waitsFor: _waits, states, ...kept } = seen;
  const { EnableSelfService: _settings, Summarize: _summary, ...done } = states;
  const attempt = seen.attempt + 1;
  const { before, after } = settingsChange;
  const run = { ...(parseJson(state) as object), attempt, afterApproval: true, waitSeconds: 0 };
  return {
    ...kept,
    attempt,
    status: 'starting',
    startedAt: now,
    execution: `${seen.id}-run-${attempt}`,
    approval: { decision, by, at: now, before, after },
    states: done,
    input: JSON.stringify(run),
  };
}
