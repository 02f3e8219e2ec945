/** Next tokencode mode: after failures, or when the token's clock has drifted, the logon asks for the next code as well. */
import { useState } from 'preact/hooks';
import { isRefusal, post } from '../http/api.ts';
import type { LogonResult } from '../http/api-types.ts';
import { useSubmit } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';

type NextTokencodeProps = { challenge: string; onResult: (result: LogonResult) => void; onRestart: () => void };

export function NextTokencode({ challenge, onResult, onRestart }: NextTokencodeProps) {
  const [code, setCode] = useState('');
  const { busy, error, submit } = useSubmit(async () => {
    onResult(await post<LogonResult>('logon/next-tokencode', { challenge, tokencode: code.replace(/\s/gu, '') }));
  });
  // A challenge allows one attempt.
  const over = isRefusal(error);
  return (
    <Page title={t('next.title')} lead={t('next.lead')}>
      <Form onSubmit={() => void submit()} error={error} once="code">
        <TextField
          label={t('next.code')}
          hint={t('next.hint')}
          name="tokencode"
          autocomplete="one-time-code"
          inputMode="numeric"
          code
          required
          autofocus
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
    </Page>
  );
}
