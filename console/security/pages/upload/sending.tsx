/** A running, paused or failed upload: how far it is, how fast, how long it will take, and its buttons. */
import { useState } from 'preact/hooks';
import { describeError } from '../../../shared/http/describe-error.ts';
import { size } from '../../../shared/i18n/bytes.ts';
import { number } from '../../../shared/i18n/language.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog, DialogButtons } from '../../../shared/ui/dialog.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { paceText } from '../../run/progress.tsx';
import { t } from '../../texts/index.ts';
import { ChunkRefused } from './chunks.ts';
import { type Current, goOn, isGone, leave, pause } from './current.ts';
import { memory } from './transport.ts';

const rate = (bytes: number) => t('upload.rate', { size: size(Math.round(bytes)) });

function errorText(error: unknown): string {
  if (isGone(error)) return t('upload.gone');
  if (!(error instanceof ChunkRefused)) return describeError(error);
  return error.status === 0 ? t('upload.no-answer') : t('upload.refused', { status: String(error.status) });
}

function Abandon({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('upload.cancel.title')} onClose={onClose}>
      <p>{t('upload.cancel.text')}</p>
      <DialogButtons onCancel={onClose} cancel={t('upload.cancel.not')}>
        <Button
          kind="danger"
          onClick={() => {
            onClose();
            leave();
          }}
        >
          {t('upload.cancel')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

/** What a screen reader announces: the phase, not the bytes. */
function Announcer({ of: { state } }: { of: Current }) {
  return (
    <p class="soft" role="status">
      {t(state.trouble ? 'upload.phase.trouble' : `upload.phase.${state.phase}`)}
    </p>
  );
}

export function Sending({ of: current }: { of: Current }) {
  const [asked, setAsked] = useState(false);
  const { file, state, pace, resumed } = current;
  const { phase, sent, error } = state;
  const share = file.size === 0 ? 0 : sent / file.size;
  return (
    <Section title={file.name}>
      <Announcer of={current} />
      <div class="stack tight">
        <progress
          class="progress thick"
          max={file.size}
          value={sent}
          aria-label={t('upload.progress', { name: file.name })}
        />
        <div class="row apart small figures">
          <span>
            {t('upload.sent', { sent: size(sent), size: size(file.size) })}
            {' · '}
            {number(Math.floor(share * 100) / 100, { style: 'percent' })}
          </span>
          <span class="soft reserved">{paceText(pace?.perSecond, pace?.secondsLeft, rate)}</span>
        </div>
      </div>
      {resumed && phase === 'sending' && <p class="soft small">{t('upload.resumed')}</p>}
      {error !== undefined && <Alert tone="bad">{errorText(error)}</Alert>}
      <div class="row">
        {phase === 'sending' && <Button onClick={pause}>{t('upload.pause')}</Button>}
        {(phase === 'paused' || phase === 'failed') && !isGone(error) && (
          <Button kind="primary" onClick={goOn}>
            {t('upload.go-on')}
          </Button>
        )}
        {isGone(error) ? (
          <Button kind="primary" onClick={leave}>
            {t('upload.choose-again')}
          </Button>
        ) : (
          phase !== 'finishing' && <Button onClick={() => setAsked(true)}>{t('upload.cancel')}</Button>
        )}
      </div>
      {asked && <Abandon onClose={() => setAsked(false)} />}
    </Section>
  );
}

/** Uploads of this device that were interrupted, or are complete and wait for their preview. */
export function RememberedUploads({
  onPreview,
  onChange,
}: {
  onPreview: (key: string, etag: string) => void;
  onChange: () => void;
}) {
  const uploads = memory.read();
  if (uploads.length === 0) return null;
  return (
    <Section title={t('upload.earlier')}>
      <ul class="lines">
        {uploads.map(({ key, name, size: bytes, etag }) => (
          <li key={key} class="row apart">
            <span class="wrap">
              <strong>{name}</strong> <span class="soft">{size(bytes)}</span>
              <br />
              <span class="soft small">{t(etag ? 'upload.earlier.complete' : 'upload.earlier.broken')}</span>
            </span>
            <span class="row">
              {etag && (
                <Button small name={`${t('migration.preview.do')}: ${name}`} onClick={() => onPreview(key, etag)}>
                  {t('migration.preview.do')}
                </Button>
              )}
              <Button
                small
                name={`${t('upload.forget')}: ${name}`}
                onClick={() => {
                  memory.forget(key);
                  onChange();
                }}
              >
                {t('upload.forget')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
