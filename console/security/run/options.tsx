/** What a preview or an import is asked for beside its package: the policy, a wave, what was used here, who is gone. */
import { useState } from 'preact/hooks';
import type { DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { NewRun, Run } from '../../shared/http/api-types.ts';
import { Alert } from '../../shared/ui/feedback.tsx';
import { CheckField, TextArea } from '../../shared/ui/field.tsx';
import { FileButton } from '../../shared/ui/file-button.tsx';
import { t } from '../texts/index.ts';
import { Radios } from '../ui/radios.tsx';
import { PolicyChoice } from './start.tsx';
import { MAX_WAVE, waveListOf } from './wave-list.ts';

const TELLS = ['now', 'later'] as const satisfies readonly NewRun['tell'][];
type Tell = (typeof TELLS)[number];

/** As the form holds them. `wave`: the list as it was typed. */
export type Asked = {
  readonly policy: DuplicatePolicy;
  readonly wave: string;
  readonly applyToTouched: boolean;
  readonly disableGone: boolean;
  readonly older: boolean;
  /** When the users are told: with the import, or later by a campaign. */
  readonly tell: Tell;
};

export const askedFor = ({ policy, options = {} }: Pick<Run, 'policy' | 'options'>, wave = ''): Asked => ({
  policy,
  wave,
  applyToTouched: options.applyToTouched ?? false,
  disableGone: options.disableGone ?? false,
  older: options.older ?? false,
  tell: options.tell === undefined ? 'now' : 'later',
});

/** The same as a request. Of a wave that is empty: the whole package. */
export function requestOf({
  policy,
  wave,
  applyToTouched,
  disableGone,
  older,
  tell,
}: Asked): Omit<NewRun, 'key' | 'etag' | 'kind'> {
  const { userIds } = waveListOf(wave);
  return {
    policy,
    ...(userIds.length > 0 ? { only: userIds } : {}),
    ...(applyToTouched ? { applyToTouched } : {}),
    ...(disableGone ? { disableGone } : {}),
    ...(older ? { older } : {}),
    ...(tell === 'now' ? {} : { tell }),
  };
}

type WaveProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onValue: (list: string) => void;
  readonly required?: boolean;
};

const MAX_FILE_BYTES = 16_000_000;

/** A list of user IDs, typed, pasted or read from a file; what it holds is said below it. */
export function WaveField({ label, hint, value, onValue, required }: WaveProps) {
  const [unreadable, setUnreadable] = useState(false);
  const { userIds, repeated } = waveListOf(value);
  async function read(file: File) {
    const text = file.size > MAX_FILE_BYTES ? '\0' : await file.text();
    // A spreadsheet or a ZIP file is no list.
    setUnreadable(text.includes('\0'));
    if (!text.includes('\0')) onValue(text);
  }
  const said = [
    ...(userIds.length > 0 ? [t('options.wave.count', { count: userIds.length })] : []),
    ...(repeated > 0 ? [t('options.wave.repeated', { count: repeated })] : []),
  ].join(' ');
  return (
    <div class="stack tight">
      <TextArea
        label={label}
        hint={hint}
        rows={4}
        value={value}
        onValue={onValue}
        required={required ?? false}
        error={userIds.length > MAX_WAVE ? t('options.wave.too-many', { max: MAX_WAVE }) : undefined}
      />
      <div class="row">
        <FileButton
          label={t('options.wave.file')}
          accept=".txt,.csv,text/plain,text/csv"
          onFile={(file) => void read(file)}
        />
        <span class="soft small figures" role="status">
          {said}
        </span>
      </div>
      {unreadable && <Alert tone="bad">{t('options.wave.unreadable')}</Alert>}
    </div>
  );
}

type Props = {
  readonly of: Asked;
  readonly onChange: (asked: Asked) => void;
  /** Whether this administrator is a super-admin. */
  readonly decides: boolean;
};

/** The policy and when users are told first; the rest is folded away, so that the usual way stays short. */
export function RunOptionsForm({ of, onChange, decides }: Props) {
  const set = (change: Partial<Asked>) => onChange({ ...of, ...change });
  return (
    <>
      <PolicyChoice value={of.policy} onValue={(policy) => set({ policy })} />
      <Radios
        legend={t('options.tell')}
        value={of.tell}
        onValue={(tell) => set({ tell })}
        options={TELLS.map((one) => ({
          value: one,
          label: t(`options.tell.${one}`),
          hint: t(`options.tell.${one}.hint`),
        }))}
      />
      <details open={of.wave !== '' || of.applyToTouched || of.disableGone || of.older}>
        <summary>{t('options.title')}</summary>
        <div class="stack">
          <WaveField
            label={t('options.wave')}
            hint={t('options.wave.hint')}
            value={of.wave}
            onValue={(wave) => set({ wave })}
          />
          {decides && (
            <CheckField
              label={t('options.touched')}
              hint={t('options.touched.hint')}
              checked={of.applyToTouched}
              onChecked={(applyToTouched) => set({ applyToTouched })}
            />
          )}
          <CheckField
            label={t('options.disable-gone')}
            hint={t('options.disable-gone.hint')}
            checked={of.disableGone}
            onChecked={(disableGone) => set({ disableGone })}
          />
          <CheckField
            label={t('options.older')}
            hint={t('options.older.hint')}
            checked={of.older}
            onChecked={(older) => set({ older })}
          />
        </div>
      </details>
    </>
  );
}
