/** The filters of the audit. */
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/button.tsx';
import { SelectField, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { t } from '../../texts/index.ts';
import { Toolbar } from '../../ui/layout.tsx';
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
  const address = JSON.stringify(filters);
  useEffect(() => setTyped(filters), [address]);
  const put = (name: keyof Filters) => (value: string) => setTyped((before) => ({ ...before, [name]: value }));
  const { action = '' } = typed;
  const actions = [...ACTIONS]
    .map((one): [string, string] => [one, t(`audit.action.${one}`)])
    .sort(([, a], [, b]) => a.localeCompare(b));
  const apply = (chosen: Filters) => onFilters({ ...chosen, user: chosen.user?.trim() ?? '' });
  // What is chosen from a list acts at once; what is typed acts with the button.
  const choose = (name: 'action' | 'outcome') => (value: string) => apply({ ...typed, [name]: value });
  const fields = (
    <Form name={t('audit.filter')} onSubmit={() => apply(typed)}>
      <Toolbar>
        <SelectField
          label={t('audit.action')}
          value={action}
          onValue={choose('action')}
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
          onValue={choose('outcome')}
          options={[
            ['', t('audit.outcome.all')],
            ['success', t('audit.outcome.success')],
            ['failure', t('audit.outcome.failure')],
          ]}
        />
        <TextField
          label={t('audit.user')}
          autocomplete="off"
          maxLength={255}
          exact
          value={typed.user ?? ''}
          onValue={put('user')}
        />
        <TextField label={t('audit.from')} type="date" value={typed.from ?? ''} onValue={put('from')} />
        <TextField label={t('audit.to')} type="date" value={typed.to ?? ''} onValue={put('to')} />
        <Button type="submit">{t('audit.apply')}</Button>
        {Object.keys(filters).length > 0 && (
          <Button kind="plain" onClick={() => onFilters({})}>
            {t('audit.clear')}
          </Button>
        )}
      </Toolbar>
    </Form>
  );
  if (matchMedia('(min-width: 50rem)').matches) return fields;
  return (
    <details open={Object.keys(filters).length > 0}>
      <summary class="summary">{t('audit.filter')}</summary>
      {fields}
    </details>
  );
}
