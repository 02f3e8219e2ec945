/** The filters of the audit. */
import { useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/button.tsx';
import { SelectField, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { t } from '../../texts/index.ts';
import { ACTIONS, isAction } from './actions.ts';

export type Filters = {
  /** Days of the reader's own calendar, such as 2026-11-25, both included. */
  readonly from?: string;
  readonly to?: string;
  /** A user ID or a serial number, of the actor or of the object. */
  readonly user?: string;
  readonly action?: string;
  readonly outcome?: string;
};

type AuditFiltersProps = { filters: Filters; onFilters: (filters: Filters) => void };

export function AuditFilters({ filters, onFilters }: AuditFiltersProps) {
  const [typed, setTyped] = useState<Filters>(filters);
  const put = (name: keyof Filters) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const { action = '' } = typed;
  const actions = [...ACTIONS]
    .map((one): [string, string] => [one, t(`audit.action.${one}`)])
    .sort(([, a], [, b]) => a.localeCompare(b));
  return (
    <search class="card">
      <details open={Object.keys(filters).length > 0 || matchMedia('(min-width: 50rem)').matches}>
        <summary class="summary">{t('audit.filter')}</summary>
        <Form name={t('audit.filter')} onSubmit={() => onFilters({ ...typed, user: typed.user?.trim() ?? '' })}>
          <div class="columns fields">
            <TextField
              label={t('audit.user')}
              autocomplete="off"
              maxLength={255}
              exact
              value={typed.user ?? ''}
              onValue={put('user')}
            />
            <SelectField
              label={t('audit.action')}
              value={action}
              onValue={put('action')}
              options={[
                ['', t('audit.action.all')],
                ...actions,
                // An action of a newer deployment, given by a link.
                ...(action === '' || isAction(action) ? [] : [[action, action] as [string, string]]),
              ]}
            />
            <SelectField
              label={t('audit.outcome')}
              value={typed.outcome ?? ''}
              onValue={put('outcome')}
              options={[
                ['', t('audit.outcome.all')],
                ['success', t('audit.outcome.success')],
                ['failure', t('audit.outcome.failure')],
              ]}
            />
            <TextField label={t('audit.from')} type="date" value={typed.from ?? ''} onValue={put('from')} />
            <TextField label={t('audit.to')} type="date" value={typed.to ?? ''} onValue={put('to')} />
          </div>
          <div class="row">
            <Button type="submit" kind="primary">
              {t('audit.apply')}
            </Button>
            {Object.keys(filters).length > 0 && (
              <Button kind="plain" onClick={() => onFilters({})}>
                {t('audit.clear')}
              </Button>
            )}
          </div>
        </Form>
      </details>
    </search>
  );
}
