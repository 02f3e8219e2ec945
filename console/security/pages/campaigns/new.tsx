/** `#/campaigns/new`: whom to tell what, and when. */
import { useState } from 'preact/hooks';
import { go, hrefOf } from '../../../shared/browser/route.ts';
import { isRefusal, post } from '../../../shared/http/api.ts';
import type { NewCampaign as Asked, CampaignStarted } from '../../../shared/http/api-types.ts';
import { number } from '../../../shared/i18n/language.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { CheckField, SelectField, TextField } from '../../../shared/ui/field.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { useTotals } from '../../people/read.ts';
import { MADE_HERE } from '../../people/totals.ts';
import { WaveField } from '../../run/options.tsx';
import { waveListOf } from '../../run/wave-list.ts';
import { t } from '../../texts/index.ts';
import { Split } from '../../ui/layout.tsx';
import { showOutcome } from '../../ui/outcome.tsx';
import { Radios } from '../../ui/radios.tsx';
import { MAILS, MailAccountSection } from './account.tsx';

type Whom = 'all' | 'source' | 'list';
type Mail = NonNullable<Asked['mail']>;
const SHOWN_UNKNOWN = 10;

function startedText({ unknown }: CampaignStarted): string {
  if (unknown.length === 0) return t('campaigns.new.done');
  const names = unknown.slice(0, SHOWN_UNKNOWN).join(', ');
  return `${t('campaigns.new.done')} ${t('campaigns.new.unknown', { count: unknown.length, names })}`;
}

export function NewCampaign({ values }: { values: Readonly<Record<string, string>> }) {
  const totals = useTotals();
  const sources = (totals.data?.sources ?? []).filter((one) => one.source !== MADE_HERE).map((one) => one.source);
  const [mail, setMail] = useState<Mail>('migration');
  const [whom, setWhom] = useState<Whom>(values['users'] ? 'list' : values['source'] ? 'source' : 'all');
  const [source, setSource] = useState(values['source'] ?? '');
  const [list, setList] = useState(values['users'] ?? '');
  const [again, setAgain] = useState(values['again'] === 'yes');
  const [at, setAt] = useState('');
  const [pace, setPace] = useState('');
  const { userIds } = waveListOf(list);
  const { busy, error, submit } = useSubmit(async () => {
    const asked: Asked = {
      mail,
      ...(whom === 'source' ? { source: source || (sources[0] ?? '') } : {}),
      ...(whom === 'list' ? { users: userIds } : {}),
      ...(again ? { again: true } : {}),
      ...(at === '' ? {} : { at: new Date(at).getTime() }),
      ...(pace === '' ? {} : { pace: Number(pace) }),
    };
    const started = await post<CampaignStarted>('admin/campaigns', asked);
    showOutcome(startedText(started), { tone: started.unknown.length > 0 ? 'warn' : 'good', onNextPage: true });
    go(hrefOf(['campaigns', started.campaign.id]));
  });
  const unknown = isRefusal(error, 'campaign.unknown_people') ? (error.facts['unknown'] as readonly string[]) : [];
  return (
    <Page
      title={t('campaigns.new')}
      lead={t('campaigns.new.lead')}
      back={{ href: '#/campaigns', label: t('campaigns.title') }}
    >
      <Split aside={<MailAccountSection />}>
        <Form onSubmit={() => void submit()} error={error} name={t('campaigns.new')}>
          {unknown.length > 0 && <p>{unknown.slice(0, SHOWN_UNKNOWN).join(', ')}</p>}
          <Radios<Mail>
            legend={t('campaigns.new.mail')}
            value={mail}
            onValue={setMail}
            options={MAILS.map((one) => ({
              value: one,
              label: t(`campaigns.mail.${one}`),
              hint: t(`campaigns.mail.${one}.text`),
            }))}
          />
          <Radios<Whom>
            legend={t('campaigns.new.whom')}
            value={whom}
            onValue={setWhom}
            options={(['all', 'source', 'list'] as const).map((one) => ({
              value: one,
              label: t(`campaigns.new.whom.${one}`),
              hint: t(`campaigns.new.whom.${one}.text`),
            }))}
          />
          {whom === 'source' && (
            <SelectField
              label={t('people.source')}
              value={source || (sources[0] ?? '')}
              options={sources.map((one) => [one, one])}
              onValue={setSource}
            />
          )}
          {whom === 'list' && (
            <WaveField
              label={t('campaigns.new.list')}
              hint={t('campaigns.new.list.text')}
              value={list}
              onValue={setList}
              required
            />
          )}
          <CheckField
            label={t('campaigns.new.again')}
            hint={t('campaigns.new.again.text')}
            checked={again}
            onChecked={setAgain}
          />
          <div class="columns fields">
            <TextField
              label={t('campaigns.new.at')}
              hint={t('campaigns.new.at.text')}
              type="datetime-local"
              value={at}
              onValue={setAt}
            />
            <TextField
              label={t('campaigns.new.pace')}
              hint={t('campaigns.new.pace.text')}
              type="number"
              min={0.01}
              max={1000}
              value={pace}
              onValue={setPace}
            />
          </div>
          <div class="row">
            <Button kind="primary" type="submit" busy={busy}>
              {whom === 'list' && userIds.length > 0
                ? t('campaigns.new.do.list', { count: userIds.length, people: number(userIds.length) })
                : t(at === '' ? 'campaigns.new.do' : 'campaigns.new.do.later')}
            </Button>
          </div>
        </Form>
      </Split>
    </Page>
  );
}
