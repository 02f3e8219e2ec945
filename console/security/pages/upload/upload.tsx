/** `#/upload`: uploads a package from this device directly into the bucket and starts its preview. */
import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '../../../shared/http/api-types.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { useResource } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert, ErrorAlert } from '../../../shared/ui/feedback.tsx';
import { Page, Section } from '../../../shared/ui/page.tsx';
import { type Asked, askedFor, RunOptionsForm, requestOf } from '../../run/options.tsx';
import { useStart } from '../../run/start.tsx';
import { keepWave } from '../../run/waves.ts';
import { reaches } from '../../state/rights.ts';
import { t } from '../../texts/index.ts';
import { begin, leave, useCurrent } from './current.ts';
import { Drop } from './drop.tsx';
import { RememberedUploads, Sending } from './sending.tsx';
import { memory } from './transport.ts';

type Uploaded = { readonly key: string; readonly etag: string };

type PreviewProps = { of: Uploaded; decides: boolean; onDone: () => void; onLater: () => void };
function Preview({ of: { key, etag }, decides, onDone, onLater }: PreviewProps) {
  // The policy that the settings give for uploads is preselected; the administrator may choose another one.
  const settings = useResource<Settings>('admin/settings');
  const [chosen, setChosen] = useState<Asked>();
  const asked = chosen ?? askedFor({ policy: settings.data?.settings.migration.policy ?? 'correct' });
  const start = useStart((id) => {
    keepWave(id, asked.wave);
    memory.forget(key);
    onDone();
  });
  return (
    <Section title={t('migration.preview.title')}>
      <Alert tone="good" live>
        {t('upload.done', { name: key.split('/').at(-1) ?? '' })}
      </Alert>
      <p>{t('migration.preview.lead')}</p>
      <RunOptionsForm of={asked} onChange={setChosen} decides={decides} />
      <ErrorAlert error={start.error} />
      <div class="row">
        <Button
          kind="primary"
          busy={start.busy}
          onClick={() => void start.submit({ key, etag, kind: 'preview', ...requestOf(asked) })}
        >
          {t('migration.preview.do')}
        </Button>
        <Button onClick={onLater}>{t('migration.preview.later')}</Button>
      </div>
    </Section>
  );
}

/** A file dropped beside the area must not replace the console in the window, which would end the upload. */
function useNoStrayFiles(): void {
  useEffect(() => {
    const keep = (event: DragEvent) => event.preventDefault();
    window.addEventListener('dragover', keep);
    window.addEventListener('drop', keep);
    return () => {
      window.removeEventListener('dragover', keep);
      window.removeEventListener('drop', keep);
    };
  }, []);
}

export function UploadPage({ visit }: PageProps) {
  const userId = visit.me?.userId ?? '';
  useNoStrayFiles();
  const current = useCurrent(userId);
  const [earlier, setEarlier] = useState<Uploaded>();
  const [, setShown] = useState({});
  const uploaded = current?.state.uploaded ?? earlier;
  if (uploaded)
    return (
      <Page title={t('upload.title')} lead={t('upload.lead')}>
        <Preview
          of={uploaded}
          decides={reaches(visit.me?.role, 'super-admin')}
          onDone={leave}
          onLater={() => {
            setEarlier(undefined);
            leave();
          }}
        />
      </Page>
    );
  return (
    <Page title={t('upload.title')} lead={t('upload.lead')}>
      {current ? (
        <Sending of={current} />
      ) : (
        <>
          <Drop onFile={(file) => begin(file, userId)} />
          <RememberedUploads onPreview={(key, etag) => setEarlier({ key, etag })} onChange={() => setShown({})} />
          <p class="soft">
            {t('upload.none')} <a href="#/export-key">{t('upload.none.link')}</a>
          </p>
        </>
      )}
    </Page>
  );
}
