/** A field for a new password: it shows the rules, how strong the password is, and why it was refused. */
import { useEffect, useState } from 'preact/hooks';
import { isRefusal } from '../../../shared/http/api.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { CheckIcon } from '../../../shared/ui/icons.tsx';
import { t } from '../../texts/index.ts';
import { lengthOf } from './length.ts';
import type { Strength } from './strength.ts';

/** Whether an error is about the new password itself and is shown at its field. */
export const isAboutPassword = (error: unknown): boolean =>
  isRefusal(error) && error.code.startsWith('password.') && error.code !== 'password.current_wrong';

type NewPasswordProps = {
  value: string;
  onValue: (value: string) => void;
  minLength: number;
  /** Words of the user, which an attacker would try: user ID, names. */
  words: readonly string[];
  error: unknown;
};

export function NewPassword({ value, onValue, minLength, words, error }: NewPasswordProps) {
  const length = lengthOf(value);
  const common = isRefusal(error, 'password.too_common');
  return (
    <div class="stack tight">
      <FaultFocus on={isAboutPassword(error) ? error : undefined}>
        <SecretField
          label={t('password.new')}
          name="new-password"
          autocomplete="new-password"
          required
          error={isAboutPassword(error) ? describeError(error) : undefined}
          value={value}
          onValue={onValue}
        />
      </FaultFocus>
      <Meter value={value} minLength={minLength} words={words} />
      <div class="small soft stack tight">
        <p>{t('password.rules')}</p>
        <ul class="rules">
          <Rule met={length >= minLength}>{t('password.rule.length', { count: minLength })}</Rule>
          <Rule met={false}>{t('password.rule.words')}</Rule>
          <Rule met={false} broken={common}>
            {t('password.rule.common')}
          </Rule>
        </ul>
        <p>{t('password.rule.free')}</p>
      </div>
    </div>
  );
}

function Rule({ met, broken, children }: { met: boolean; broken?: boolean; children: preact.ComponentChildren }) {
  return (
    <li class={met ? 'met' : broken ? 'broken' : ''}>
      <span aria-hidden="true">{met ? <CheckIcon /> : '•'}</span>
      <span>
        {children}
        {met && <span class="unseen"> ({t('password.met')})</span>}
      </span>
    </li>
  );
}

/** A screen reader hears the strength after a pause in typing, not at every key. */
const REST = 400;

type MeterProps = { value: string; minLength: number; words: readonly string[] };

function Meter({ value, minLength, words }: MeterProps) {
  const [strength, setStrength] = useState<Strength>(0);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      import('./strength.ts').then(
        ({ strengthOf }) => !over && setStrength(strengthOf(value, minLength, words)),
        () => undefined, // If the estimate can't be loaded, it is not shown.
      );
    }, REST);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [value]);
  return (
    <div class="stack tight">
      <div class="meter" data-level={strength} aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
      <p class="small soft" role="status">
        {t('password.strength', { strength: t(`password.strength.${strength}`) })}
      </p>
    </div>
  );
}
