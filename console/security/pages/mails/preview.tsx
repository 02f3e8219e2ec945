/** A mail as its users would read it: in three widths, light and dark, and as plain text. */
import { useState } from 'preact/hooks';
import type { RenderedMail } from '#core/mail/render.ts';
import { Segments } from '../../../shared/ui/field.tsx';
import { Facts } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { MailFrame, SCHEMES, type Scheme, WIDTHS, type Width } from './mail-frame.tsx';

type PreviewProps = { mail: RenderedMail; from: string; title: string };

export function MailPreview({ mail, from, title }: PreviewProps) {
  const [width, setWidth] = useState<Width>('narrow');
  const [scheme, setScheme] = useState<Scheme>('light');
  const [part, setPart] = useState<'html' | 'text'>('html');
  return (
    <section class="stack" aria-label={t('mail-texts.preview')}>
      <h2>{t('mail-texts.preview')}</h2>
      <p class="soft">{t('mail-texts.preview.text')}</p>
      <div class="row">
        <Segments
          legend={t('mail-texts.preview.part')}
          value={part}
          onValue={setPart}
          options={[
            ['html', t('mail-texts.preview.part.html')],
            ['text', t('mail-texts.preview.part.text')],
          ]}
        />
        {part === 'html' && (
          <>
            <Segments
              legend={t('mail-texts.preview.width')}
              value={width}
              onValue={setWidth}
              options={WIDTHS.map((one) => [one, t(`mail-texts.preview.width.${one}`)])}
            />
            <Segments
              legend={t('mail-texts.preview.scheme')}
              value={scheme}
              onValue={setScheme}
              options={SCHEMES.map((one) => [one, t(`mail-texts.preview.scheme.${one}`)])}
            />
          </>
        )}
      </div>
      <Facts
        of={[
          [t('mail-texts.from'), from],
          [t('mail-texts.subject'), mail.subject],
        ]}
      />
      {part === 'html' ? (
        <MailFrame title={title} html={mail.html} width={width} scheme={scheme} />
      ) : (
        <pre class="listing">{mail.text}</pre>
      )}
    </section>
  );
}
