/** `#/export-key`: the public key that packages are encrypted with, and the command that makes a package. */
import { useState } from 'preact/hooks';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import { download } from '../../../shared/browser/download.ts';
import type { ExportKey } from '../../../shared/http/api-types.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { Button, CopyButton } from '../../../shared/ui/button.tsx';
import { Loaded } from '../../../shared/ui/feedback.tsx';
import { CheckField, SelectField, TextField } from '../../../shared/ui/field.tsx';
import { Facts, Page, Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { Split } from '../../ui/layout.tsx';
import { PEOPLE, packCommand, type Wanted } from './pack-command.ts';

const FILE = 'target.pem';

function Key({ of: { fingerprint, pem } }: { of: ExportKey }) {
  return (
    <Section title={t('export-key.key')}>
      <p>{t('export-key.key.text')}</p>
      <Facts
        of={[
          [
            t('export-key.fingerprint'),
            <span class="row">
              <code>{fingerprint}</code>
              <CopyButton text={fingerprint} what={t('export-key.fingerprint')} />
            </span>,
          ],
        ]}
      />
      <p class="soft small">{t('export-key.fingerprint.text')}</p>
      <pre class="listing">{pem}</pre>
      <div class="row">
        <Button kind="primary" onClick={() => download(FILE, 'application/x-pem-file', [pem])}>
          {t('export-key.download', { file: FILE })}
        </Button>
        <CopyButton text={pem} what={t('export-key.pem')} small={false} />
      </div>
    </Section>
  );
}

function Command() {
  const [wanted, setWanted] = useState<Wanted>({
    people: 'ldif',
    source: 'external',
    answers: true,
    sourceName: '',
    recipient: FILE,
  });
  const set = (change: Partial<Wanted>) => setWanted((before) => ({ ...before, ...change }));
  const command = packCommand(wanted);
  return (
    <Section title={t('pack.title')}>
      <p>{t('pack.lead')}</p>
      <ol class="numbered">
        <li>
          <p>{t('pack.step.key', { file: FILE })}</p>
        </li>
        <li>
          <p>{t('pack.step.packer')}</p>
          <div class="command">
            <pre class="listing">landfall packers new-key</pre>
            <CopyButton text="landfall packers new-key" what={t('pack.step.packer.command')} />
          </div>
          <a href="#/packers">{t('pack.to-packers')}</a>
        </li>
        <li>
          <p>{t('pack.step.pack')}</p>
        </li>
      </ol>
      <div class="columns fields">
        <SelectField
          label={t('pack.people')}
          value={wanted.people}
          onValue={(people) => set({ people: people as Wanted['people'] })}
          options={PEOPLE.map((people) => [people, t(`pack.people.${people}`)] as const)}
        />
        <SelectField
          label={t('pack.source')}
          value={wanted.source}
          onValue={(source) => set({ source: source as Wanted['source'] })}
          options={SOURCE_KINDS.map((source) => [source, t(`pack.source.${source}`)])}
        />
        <TextField
          label={t('pack.name')}
          hint={t('pack.name.hint')}
          value={wanted.sourceName}
          maxLength={100}
          onValue={(sourceName) => set({ sourceName })}
        />
      </div>
      <CheckField label={t('pack.answers')} checked={wanted.answers} onChecked={(answers) => set({ answers })} />
      <div class="command">
        <pre class="listing">{command}</pre>
        <CopyButton text={command} what={t('pack.command')} />
      </div>
      <p class="soft small">{t('pack.files')}</p>
      <p>
        {t('pack.then')} <a href="#/upload">{t('pack.to-upload')}</a>
      </p>
    </Section>
  );
}

export function ExportKeyPage() {
  const key = useResource<ExportKey>('admin/export-key');
  return (
    <Page title={t('export-key.title')} lead={t('export-key.lead')}>
      <Loaded from={key}>
        {(known) => (
          <Split aside={<Key of={known} />}>
            <Command />
          </Split>
        )}
      </Loaded>
    </Page>
  );
}
