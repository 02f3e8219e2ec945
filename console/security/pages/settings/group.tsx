/** A group of settings: its parts under their headings, the changes that a save would make, and one save against the version that was read. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isSettingPath, type SettingPath } from '#core/settings/model.ts';
import { isRefusal, patch } from '../../../shared/http/api.ts';
import type { Settings as Answer, SettingsSaved } from '../../../shared/http/api-types.ts';
import { type Resource, useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { type Change, useDraft } from '../../state/draft.ts';
import { t } from '../../texts/index.ts';
import { Changes } from '../../ui/changes.tsx';
import { clearOutcome, showOutcome } from '../../ui/outcome.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { faultsOf, shownValue } from './labels.ts';
import { partsOf, type SettingsGroup } from './pages.ts';
import { checkPart, PartFields } from './parts.tsx';
import { Saved } from './saved.tsx';
import { patchOf, valuesOf } from './values.ts';

type GroupFormProps = {
  group: SettingsGroup;
  /** The setting or the part that the address names: it is shown and gets the focus. */
  at: string | undefined;
  answer: Answer;
  resource: Resource<Answer>;
  visit: Visit;
  writes: boolean;
};

const rowsOf = (changes: readonly Change[]) =>
  changes.map(({ field, before, after }) => {
    const path = field as SettingPath;
    return { name: t(`settings.field.${path}`), before: shownValue(path, before), after: shownValue(path, after) };
  });

/** Puts the focus on what the address names, once it is there. */
function useShown(at: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at === undefined) return;
    const place = box.current?.querySelector<HTMLElement>(`[data-at="${CSS.escape(at)}"]`);
    const target = isSettingPath(at) ? place?.querySelector<HTMLElement>('input, select, textarea') : undefined;
    place?.scrollIntoView({ block: isSettingPath(at) ? 'center' : 'start' });
    (target ?? place)?.focus({ preventScroll: true });
  }, [at]);
  return box;
}

export function GroupForm({ group, at, answer, resource, visit, writes }: GroupFormProps) {
  const parts = partsOf(group);
  const fields: readonly SettingPath[] = parts.flatMap((part): readonly SettingPath[] => part.fields);
  const draft = useDraft(valuesOf(answer.settings, fields), `settings ${group}`);
  const [asking, setAsking] = useState(false);
  const box = useShown(at);
  const { values, changes, theirs } = draft;
  const { busy, error, submit, clear } = useSubmit(async () => {
    setAsking(false);
    clearOutcome();
    try {
      const body = { version: answer.version, settings: patchOf(changes) };
      const done = await patch<SettingsSaved>('admin/settings', body);
      draft.reset();
      resource.set({ settings: done.settings, version: done.version });
      showOutcome(<Saved answer={done} />, { tone: done.warnings.length > 0 ? 'warn' : 'good' });
    } catch (refused) {
      if (isRefusal(refused, 'settings.conflict')) resource.reload();
      throw refused;
    }
  });
  const faults = faultsOf(error);
  const atField = Object.keys(faults).some((path) => (fields as readonly string[]).includes(path));
  const checks = parts.map((part) => checkPart(part, values, answer, visit));
  const confirm = checks.flatMap((check) => check.confirm);
  const shown = parts.map((part) => (
    <section key={part.path} class="card setting-part">
      <div class="stack tight">
        <h2 data-at={part.path} tabIndex={-1}>
          {t(`settings.page.${part.path}`)}
        </h2>
        <p class="soft small">{t(`settings.page.${part.path}.lead`)}</p>
      </div>
      <div class="stack">
        <PartFields part={part} draft={draft} faults={faults} answer={answer} visit={visit} writes={writes} />
      </div>
    </section>
  ));
  if (!writes)
    return (
      <div ref={box} class="stack loose">
        {shown}
      </div>
    );
  return (
    <div ref={box}>
      <Form
        onSubmit={() => (confirm.length === 0 ? void submit() : setAsking(true))}
        error={atField ? undefined : error}
        name={t(`settings.group.${group}`)}
      >
        {draft.restored && (
          <Alert live>
            <p>{t('ui.kept')}</p>
          </Alert>
        )}
        {theirs.length > 0 && (
          <Alert tone="warn" live>
            <p>{t('settings.overtaken')}</p>
            <Changes name={t('ui.overtaken')} of={rowsOf(theirs)} />
          </Alert>
        )}
        <FaultFocus on={atField ? error : undefined}>{shown}</FaultFocus>
        <SaveBar
          changes={rowsOf(changes)}
          busy={busy}
          blocked={checks.some(({ blocked }) => blocked)}
          onDiscard={() => {
            clear();
            draft.reset();
          }}
        />
      </Form>
      {asking && (
        <Dialog title={t('settings.sure')} onClose={() => setAsking(false)}>
          {confirm.map((words) => (
            <Alert key={words} tone="warn">
              {words}
            </Alert>
          ))}
          <DialogButtons onCancel={() => setAsking(false)}>
            <Button kind="danger" onClick={() => void submit()}>
              {t('settings.save-anyway')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
      <Unsaved dirty={changes.length > 0} />
    </div>
  );
}
