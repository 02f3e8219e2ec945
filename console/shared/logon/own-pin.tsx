/** A PIN that the user chooses and types twice: a token's first PIN, or a new one. */
import { useState } from 'preact/hooks';
import type { Consoles } from '../http/api-types.ts';
import { t } from '../texts/index.ts';
import { FaultFocus } from '../ui/fault-focus.tsx';
import { SecretField } from '../ui/field.tsx';

export type PinRules = Consoles['pin'];

/** The keyboard that a phone shows for a PIN, and for a passcode that contains one. */
export const pinInputMode = ({ characters }: PinRules) => (characters === 'digits' ? 'numeric' : 'text');

/** `agrees` compares both entries; where they differ, the second field shows an error. */
export function useOwnPin() {
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [differ, setDiffer] = useState(false);
  function agrees(): boolean {
    setDiffer(pin !== again);
    return pin === again;
  }
  function typeAgain(value: string) {
    setDiffer(false);
    setAgain(value);
  }
  return { pin, setPin, again, typeAgain, differ, agrees };
}

export function OwnPin({ of, rules }: { of: ReturnType<typeof useOwnPin>; rules: PinRules }) {
  const { characters, minLength, maxLength } = rules;
  const field = { autocomplete: 'off', inputMode: pinInputMode(rules), required: true } as const;
  return (
    <FaultFocus on={of.differ || undefined}>
      <SecretField
        label={t('pin.new')}
        hint={t(`pin.rule.${characters}`, { min: minLength, max: maxLength })}
        name="new-pin"
        {...field}
        minLength={minLength}
        value={of.pin}
        onValue={of.setPin}
      />
      <SecretField
        label={t('pin.again')}
        name="new-pin-again"
        {...field}
        error={of.differ ? t('pin.differ') : undefined}
        value={of.again}
        onValue={of.typeAgain}
      />
    </FaultFocus>
  );
}
