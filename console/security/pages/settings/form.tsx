/** One page of settings: a form, the changes it would make, and one save against the version that was read. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SettingPath } from '#core/settings/model.ts';
import { isRefusal, patch } from '../../../shared/http/api.ts';
import type { Settings as Answer, SettingsSaved } from '../../../shared/http/api-types.ts';
import { type Resource, useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Facts } from '../../../shared/ui/page.tsx';
import { type Draft, useDraft } from '../../state/draft.ts';
import { t } from '../../texts/index.ts';
import { Changes } from '../../ui/changes.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Unsaved } from '../../ui/unsaved.tsx';
import { SettingField } from './field.tsx';
import { type Faults, faultsOf, shownValue } from './labels.ts';
import type { SettingsPage } from './pages.ts';
import { Saved } from './saved.tsx';
import { patchOf, type Values, valuesOf } from './values.ts';

export type EditorProps = {
  page: SettingsPage;
  answer: Answer;
  resource: Resource<Answer>;
  visit: Visit;
  writes: boolean;
};
type SettingsFormProps = EditorProps & {
  /** Renders a field that the page shows in its own way. */
  field?: (path: SettingPath, draft: Draft<Values>, faults: Faults) => ComponentChildren | undefined;
  /** Whether these values may not be saved, or must be confirmed first. */
  check?: (values: Values) => { readonly blocked?: boolean; readonly confirm?: ComponentChildren };
  /** Shown below the form. */
  below?: (values: Values) => ComponentChildren;
};

export function SettingsForm({ page, answer, resource, writes, field, check, below }: SettingsFormProps) {
  const { fields } = page;
  const base = valuesOf(answer.settings, fields);
  const draft = useDraft(base, `settings ${page.path}`);
  const [saved, setSaved] = useState<SettingsSaved>();
  const [asking, setAsking] = useState(false);
  const { values, changes, theirs } = draft;
  const { busy, error, submit, clear } = useSubmit(async () => {
    setAsking(false);
    setSaved(undefined);
    try {
      const body = { version: answer.version, settings: patchOf(changes) };
      const done = await patch<SettingsSaved>('admin/settings', body);
      draft.reset();
      resource.set({ settings: done.settings, version: done.version });
      setSaved(done);
    } catch (refused) {
      if (isRefusal(refused, 'settings.conflict')) resource.reload();
      throw refused;
    }
  });
  const faults = faultsOf(error);
  const atField = Object.keys(faults).some((path) => (fields as readonly string[]).includes(path));
  const { blocked = false, confirm } = check?.(values) ?? {};
  const rows = (of: typeof changes) =>
    of.map(({ field: path, before, after }) => ({
      name: t(`settings.field.${path}`),
      before: shownValue(path, before),
      after: shownValue(path, after),
    }));

  if (!writes)
    return (
      <>
        <div class="card stack readable">
          <Facts of={fields.map((path) => [t(`settings.field.${path}`), shownValue(path, values[path])])} />
          {fields.map((path) => field?.(path, draft, {}))}
        </div>
        {below?.(values)}
      </>
    );
  return (
    <>
      <Notice of={saved} warn={(saved?.warnings.length ?? 0) > 0}>
        {saved && <Saved answer={saved} />}
      </Notice>
      <div class="card readable">
        <Form
          onSubmit={() => (confirm === undefined ? void submit() : setAsking(true))}
          error={atField ? undefined : error}
        >
          {draft.restored && (
            <Alert live>
              <p>{t('ui.kept')}</p>
            </Alert>
          )}
          {theirs.length > 0 && (
            <Alert tone="warn" live>
              <p>{t('settings.overtaken')}</p>
              <Changes name={t('ui.overtaken')} of={rows(theirs)} />
            </Alert>
          )}
          <FaultFocus on={atField ? error : undefined}>
            {fields.map(
              (path) =>
                field?.(path, draft, faults) ?? (
                  <SettingField
                    key={path}
                    path={path}
                    value={values[path]}
                    error={faults[path]}
                    onValue={(value) => draft.put(path, value)}
                  />
                ),
            )}
          </FaultFocus>
          {changes.length > 0 && <Changes name={t('ui.changes')} of={rows(changes)} />}
          <div class="row">
            <Button type="submit" kind="primary" busy={busy} disabled={(changes.length === 0 || blocked) && !busy}>
              {t('do.save')}
            </Button>
            {changes.length > 0 && (
              <Button
                kind="plain"
                disabled={busy}
                onClick={() => {
                  clear();
                  draft.reset();
                }}
              >
                {t('ui.reset')}
              </Button>
            )}
          </div>
        </Form>
      </div>
      {asking && (
        <Dialog title={t('settings.sure')} onClose={() => setAsking(false)}>
          {confirm}
          <DialogButtons onCancel={() => setAsking(false)}>
            <Button kind="danger" onClick={() => void submit()}>
              {t('settings.save-anyway')}
            </Button>
          </DialogButtons>
        </Dialog>
      )}
      <Unsaved dirty={changes.length > 0} />
      {below?.(values)}
    </>
  );
}
