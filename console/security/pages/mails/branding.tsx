/** The organisation's colour and logo, with how both look in the light and in the dark. */
import { useState } from 'preact/hooks';
import { BEHIND, type Brand, brandOf, COLOUR_PATTERN, LEAST_CONTRAST } from '#core/branding/colour.ts';
import { LOGO_LIMITS, LOGO_TYPES } from '#core/branding/logo.ts';
import { applyBrand, logoAddress } from '../../../shared/browser/brand.ts';
import { isRefusal, put } from '../../../shared/http/api.ts';
import type { Branding } from '../../../shared/http/api-types.ts';
import { number } from '../../../shared/i18n/language.ts';
import { useResource, useSubmit } from '../../../shared/state/resource.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ErrorAlert, Loaded } from '../../../shared/ui/feedback.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { FileButton } from '../../../shared/ui/file-button.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Facts, Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { clearOutcome, showOutcome } from '../../ui/outcome.tsx';
import { SCHEMES, type Scheme } from './mail-frame.tsx';

type Props = { visit: Visit; writes: boolean };

export function BrandingEditor(props: Props) {
  const branding = useResource<Branding>('admin/branding');
  return (
    <Loaded from={branding}>
      {(of) => <Editor {...props} of={of} onSaved={branding.set} onConflict={branding.reload} />}
    </Loaded>
  );
}

/** What pages lie on in a theme, whichever theme this page has. */
const surfaceOf = (scheme: Scheme) => BEHIND[scheme][1]!;

/** base64 of a file, as the API takes it. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

type EditorProps = Props & { of: Branding; onSaved: (saved: Branding) => void; onConflict: () => void };

function Editor({ visit, writes, of, onSaved, onConflict }: EditorProps) {
  const { organisation } = visit.consoles;
  const [colour, setColour] = useState(of.colour ?? '');
  const [tooLarge, setTooLarge] = useState(false);
  const typed = colour.trim().toLowerCase();
  const good = COLOUR_PATTERN.test(typed);
  const { busy, error, submit } = useSubmit(async (change: { colour?: string | null; logo?: string | null }) => {
    clearOutcome();
    try {
      const saved = await put<Branding>('admin/branding', { version: of.version, ...change });
      onSaved(saved);
      applyBrand(saved.brand);
      showOutcome(t('branding.saved'));
    } catch (refused) {
      if (isRefusal(refused, 'branding.conflict')) onConflict();
      throw refused;
    }
  });
  async function choose(file: File) {
    setTooLarge(file.size > LOGO_LIMITS.bytes);
    if (file.size <= LOGO_LIMITS.bytes) await submit({ logo: await base64Of(file) });
  }
  return (
    <div class="stack loose readable">
      <ErrorAlert error={error} />
      <Section title={t('branding.colour')}>
        {writes && (
          <Form onSubmit={() => void submit({ colour: typed })} name={t('branding.colour')}>
            <TextField
              label={t('branding.colour.field')}
              hint={t('branding.colour.hint', { least: number(LEAST_CONTRAST) })}
              code
              required
              maxLength={7}
              value={colour}
              error={typed !== '' && !good ? t('branding.colour.wrong') : undefined}
              onValue={setColour}
              after={
                <input
                  {...({ type: 'color' } as object)}
                  class="colour-well"
                  aria-label={t('branding.colour.choose')}
                  value={good ? typed : '#0b5d66'}
                  onInput={(event) => setColour(event.currentTarget.value)}
                />
              }
            />
            <div class="row">
              <Button type="submit" kind="primary" busy={busy} disabled={!good || typed === of.colour}>
                {t('branding.colour.save')}
              </Button>
              {of.colour !== undefined && (
                <Button
                  busy={busy}
                  onClick={() => {
                    setColour('');
                    void submit({ colour: null });
                  }}
                >
                  {t('branding.colour.reset')}
                </Button>
              )}
            </div>
          </Form>
        )}
        {good ? <Shades brand={brandOf(typed)} /> : <p class="soft">{t('branding.colour.none')}</p>}
      </Section>
      <Section title={t('branding.logo')}>
        <p class="soft" id="logo-limits">
          {t('branding.logo.limits', {
            most: LOGO_LIMITS.bytes / 1024,
            least: LOGO_LIMITS.least,
            longest: LOGO_LIMITS.most,
          })}
        </p>
        {of.logo ? (
          <div class="columns">
            {SCHEMES.map((scheme) => (
              <figure key={scheme} class="brand-figure">
                <div class="brand-sample" style={{ background: surfaceOf(scheme) }}>
                  <img class="logo" src={logoAddress(of.logo!.version)} alt={organisation} />
                </div>
                <figcaption class="small">{t(`mail-texts.preview.scheme.${scheme}`)}</figcaption>
              </figure>
            ))}
          </div>
        ) : (
          <p class="soft">{t('branding.logo.none')}</p>
        )}
        {writes && (
          <div class="row">
            <FileButton
              label={t(of.logo ? 'branding.logo.replace' : 'branding.logo.choose')}
              accept={LOGO_TYPES.join(',')}
              describedBy="logo-limits"
              onFile={(file) => void choose(file)}
            />
            {of.logo && (
              <Button busy={busy} onClick={() => void submit({ logo: null })}>
                {t('branding.logo.remove')}
              </Button>
            )}
          </div>
        )}
        <div role="status">{tooLarge && <p class="wrong">{t('problem.branding.logo')}</p>}</div>
      </Section>
    </div>
  );
}

/** Each theme's shade on what it stands on, with its contrast, and that of the colour where it had to be changed. */
function Shades({ brand }: { brand: Brand }) {
  return (
    <div class="columns">
      {SCHEMES.map((scheme) => {
        const { accent, on, given, ratio } = brand[scheme];
        const ratios = { given: number(given), ratio: number(ratio), colour: accent };
        return (
          <figure key={scheme} class="brand-figure">
            <div class="brand-sample" style={{ background: surfaceOf(scheme) }}>
              <span class="brand-button" style={{ background: accent, color: on }}>
                {t('branding.sample.button')}
              </span>
              <span style={{ color: accent }}>{t('branding.sample.link')}</span>
            </div>
            <figcaption>
              <Facts
                of={[
                  [
                    t(`mail-texts.preview.scheme.${scheme}`),
                    t(given === ratio ? 'branding.contrast' : 'branding.adapted', ratios),
                  ],
                ]}
              />
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
