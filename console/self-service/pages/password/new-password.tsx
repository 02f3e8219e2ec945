/** A field for a new password: it shows the rules, how strong the password is, and why it was refused. */
import { useEffect, useState } from 'preact/hooks';
import { LEAST_SCORE, type LeastStrength } from '#core/passwords/least-strength.ts';
import type { Score } from '#core/passwords/strength.ts';
import { isRefusal } from '../../../shared/http/api.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { FaultFocus } from '../../../shared/ui/fault-focus.tsx';
import { SecretField } from '../../../shared/ui/field.tsx';
import { CheckIcon } from '../../../shared/ui/icons.tsx';
import { t } from '../../texts/index.ts';
import { lengthOf } from './length.ts';

/** Whether an error is about the new password itself and is shown at its field. */
export const isAboutPassword = (error: unknown): boolean =>
  isRefusal(error) && error.code.startsWith('password.') && error.code !== 'password.current_wrong';

type NewPasswordProps = {
  value: string;
  onValue: (value: string) => void;
  minLength: number;
  leastStrength: LeastStrength;
  /** Words of the user, which an attacker would try: user ID, names. */
  words: readonly string[];
  error: unknown;
};

export function NewPassword({ value, onValue, minLength, leastStrength, words, error }: NewPasswordProps) {
  const length = lengthOf(value);
  const strength = useStrength(value, minLength, words);
  const least = LEAST_SCORE[leastStrength];
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
      <Meter strength={strength} />
      <div class="small soft stack tight">
        <p>{t('password.rules')}</p>
        <ul class="rules">
          <Rule met={length >= minLength}>{t('password.rule.length', { count: minLength })}</Rule>
          <Rule met={false}>{t('password.rule.words')}</Rule>
          <Rule met={false} broken={common}>
            {t('password.rule.common')}
          </Rule>
          {least > 0 && (
            <Rule
              met={value !== '' && strength >= least}
              broken={length >= minLength && strength > 0 && strength < least}
            >
              {t('password.rule.strength', { strength: t(`password.strength.${least}`) })}
            </Rule>
          )}
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

/** 0 until something is typed, and where the estimate can't be loaded: it is then not shown. */
function useStrength(value: string, minLength: number, words: readonly string[]): Score {
  const [strength, setStrength] = useState<Score>(0);
  useEffect(() => {
    let over = false;
    const timer = setTimeout(() => {
      import('./strength.ts').then(
        ({ strengthOf }) => !over && setStrength(strengthOf(value, minLength, words)),
        () => undefined,
      );
    }, REST);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [value]);
  return strength;
}

function Meter({ strength }: { strength: Score }) {
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
