/** Next tokencode mode: after failures, or when the token's clock has drifted, the next code is asked for as well, wherever one was typed. */
import { useState } from 'preact/hooks';
import { isRefusal } from '../http/api.ts';
import { useSubmit } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

type NextTokencodeProps = { onCode: (tokencode: string) => Promise<void>; onRestart: () => void };

/** A page of its own. */
export function NextTokencode(props: NextTokencodeProps) {
  return (
    <Page title={t('next.title')} lead={t('next.lead')}>
      <NextTokencodeForm {...props} autofocus={false} />
    </Page>
  );
}

/** @param autofocus off where the heading above it is read first */
export function NextTokencodeForm({
  onCode,
  onRestart,
  autofocus = true,
}: NextTokencodeProps & { autofocus?: boolean }) {
  const [code, setCode] = useState('');
  const { busy, error, submit } = useSubmit(() => onCode(code.replace(/\s/gu, '')));
  // A challenge allows one attempt.
  const over = isRefusal(error);
  return (
    <Form onSubmit={() => void submit()} error={error} once="code">
      <TextField
        label={t('next.code')}
        hint={t('next.hint')}
        name="tokencode"
        autocomplete="one-time-code"
        inputMode="numeric"
        code
        required
        autofocus={autofocus}
        disabled={over}
        value={code}
        onValue={setCode}
      />
      {over ? (
        <Button kind="primary" onClick={onRestart}>
          {t('do.back')}
        </Button>
      ) : (
        <Button type="submit" kind="primary" full busy={busy}>
          {t('do.continue')}
        </Button>
      )}
    </Form>
  );
}
