/** The logon to either console: its methods, and the further steps that a token may need. */
import { useState } from 'preact/hooks';
import { parseExpression } from '#core/settings/expression.ts';
import { openMethods } from '#core/settings/methods.ts';
import { lastMethod, rememberMethod } from '../browser/preferences.ts';
import { useSteps } from '../browser/steps.ts';
import { isRefusal, post } from '../http/api.ts';
import type { Consoles, LogonResult, PinSet, Session } from '../http/api-types.ts';
import { useSubmit } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from '../ui/button.tsx';
import { Alert } from '../ui/feedback.tsx';
import { SecretField, Segments, TextField } from '../ui/field.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { NewPin, PinIsSet } from './new-pin.tsx';
import { NextTokencode } from './next-tokencode.tsx';

export type LogonMethod = Consoles['consoles']['security']['methods'][number];
type Step =
  | { readonly at: 'begin' }
  | { readonly at: 'more'; readonly methods: readonly LogonMethod[]; readonly challenge: string }
  | { readonly at: 'next-tokencode'; readonly challenge: string }
  | { readonly at: 'new-pin'; readonly challenge: string; readonly byMail: boolean };

const beginning = (): Step => ({ at: 'begin' });

type LogonProps = {
  console: Session['console'];
  title: string;
  lead?: string | undefined;
  consoles: Consoles;
  userId?: string | undefined;
  /** An expression that the logon has to satisfy as well as the console's. */
  also?: string | undefined;
  /** The method to preselect, before the one that last succeeded on this device. */
  prefer?: LogonMethod;
  /** Whether no other method is offered where that one is. */
  only?: boolean;
  /** Shown above the form: why the user has to log on. */
  notice?: preact.ComponentChildren;
  /** Told what is typed as the user ID. */
  onUserId?: (userId: string) => void;
  /** Shown below the form, such as Forgot Your Password. */
  below?: preact.ComponentChildren;
  onLogon: (result: Extract<LogonResult, { session: unknown }>) => void;
};

export function Logon({
  console,
  title,
  lead,
  consoles,
  userId: given = '',
  also,
  prefer,
  only,
  notice,
  onUserId,
  below,
  onLogon,
}: LogonProps) {
  const [userId, typeUserId] = useState(given);
  const [pinSet, setPinSet] = useState<PinSet>();
  const { place: step, forward, settle } = useSteps<Step>(beginning, beginning);
  const served = console === 'security' ? consoles.consoles.security : consoles.consoles.selfService;
  const offered = also === undefined ? served.methods : methodsOf(served.expression, also);
  const preferred = pinSet ? 'SecurID_Native' : prefer;
  const methods = only ? preferredOf(offered, preferred) : offered;

  function setUserId(typed: string) {
    typeUserId(typed);
    onUserId?.(typed);
  }

  function follow(result: LogonResult) {
    if ('session' in result) onLogon(result);
    else if (result.status === 'more') forward({ at: 'more', methods: result.methods, challenge: result.challenge });
    else if (result.status === 'new-pin')
      forward({ at: 'new-pin', challenge: result.challenge, byMail: result.proof === 'mail' });
    else forward({ at: 'next-tokencode', challenge: result.challenge });
  }
  const restart = () => settle(beginning());

  if (step.at === 'next-tokencode')
    return (
      <NextTokencode
        onCode={async (tokencode) =>
          follow(await post<LogonResult>('logon/next-tokencode', { challenge: step.challenge, tokencode }))
        }
        onRestart={restart}
      />
    );
  if (step.at === 'new-pin')
    return (
      <NewPin
        challenge={step.challenge}
        byMail={step.byMail}
        rules={consoles.pin}
        onSet={(set) => {
          setPinSet(set);
          restart();
        }}
        onRestart={restart}
      />
    );
  if (step.at === 'more')
    return (
      <Page title={t('more.title')} lead={t('more.lead')}>
        <Credentials
          {...{ console, also, userId, setUserId }}
          methods={step.methods}
          challenge={step.challenge}
          digits={consoles.pin.characters === 'digits'}
          onResult={follow}
        />
        <Button kind="plain" onClick={restart}>
          {t('do.back')}
        </Button>
      </Page>
    );
  return (
    <Page title={pinSet ? t('pin.done') : title} lead={pinSet ? undefined : lead}>
      {pinSet ? <PinIsSet {...pinSet} /> : notice}
      {methods.length === 0 ? (
        <Alert tone="warn">{t('logon.none')}</Alert>
      ) : (
        <Credentials
          {...{ console, also, methods, userId, setUserId }}
          prefer={preferred}
          digits={consoles.pin.characters === 'digits'}
          onResult={follow}
        />
      )}
      {below}
    </Page>
  );
}

/** The methods to begin with, where both expressions have to be satisfied. */
const methodsOf = (own: string, also: string): readonly LogonMethod[] =>
  openMethods({ kind: 'all', of: [parseExpression(own), parseExpression(also)] }, new Set());

/** The preferred method alone, where it is offered. */
const preferredOf = (offered: readonly LogonMethod[], preferred: LogonMethod | undefined): readonly LogonMethod[] => {
  const found = offered.filter((one) => one === preferred);
  return found.length > 0 ? found : offered;
};

type CredentialsProps = {
  console: Session['console'];
  also: string | undefined;
  methods: readonly LogonMethod[];
  challenge?: string;
  prefer?: LogonMethod | undefined;
  userId: string;
  setUserId: (userId: string) => void;
  digits: boolean;
  onResult: (result: LogonResult) => void;
};

function Credentials({
  console,
  also,
  methods,
  challenge,
  prefer,
  userId,
  setUserId,
  digits,
  onResult,
}: CredentialsProps) {
  const [chosen, setMethod] = useState<LogonMethod>();
  // A user who logs on for the first time has a token and may have no password yet.
  const wishes = [chosen, prefer, lastMethod(), 'SecurID_Native'];
  const method = wishes.map((wish) => methods.find((one) => one === wish)).find(Boolean) ?? methods[0]!;
  const [secret, setSecret] = useState('');
  // The user ID is filled in: the cursor stands in the field that is left.
  const [named] = useState(userId !== '' && challenge === undefined);
  const token = method === 'SecurID_Native';
  const { busy, error, submit, clear } = useSubmit(async () => {
    const typed = token ? secret.replace(/\s/gu, '') : secret;
    const body = {
      console,
      userId: userId.trim(),
      method,
      secret: typed,
      ...(challenge ? { challenge } : {}),
      ...(also ? { also } : {}),
    };
    // A passcode works once, and a wrong one is useless: the field is emptied after every answer, but kept where none came.
    const result = await post<LogonResult>('logon', body).catch((error: unknown) => {
      if (isRefusal(error)) setSecret('');
      throw error;
    });
    setSecret('');
    if ('session' in result) rememberMethod(method);
    onResult(result);
  });
  return (
    <Form onSubmit={() => void submit()} error={error} once={token ? 'code' : undefined}>
      {challenge === undefined && (
        <TextField
          label={t('logon.user-id')}
          name="username"
          autocomplete="username"
          required
          exact
          autofocus={!named}
          value={userId}
          onValue={setUserId}
        />
      )}
      {methods.length > 1 && (
        <Segments
          legend={t('logon.method')}
          options={methods.map((one) => [one, t(`logon.method.${one}`)])}
          value={method}
          onValue={(one) => {
            clear();
            setSecret('');
            setMethod(one);
          }}
        />
      )}
      {token ? (
        <SecretField
          key="passcode"
          label={t('logon.passcode')}
          hint={t('logon.passcode.hint')}
          name="passcode"
          autocomplete="one-time-code"
          inputMode={digits ? 'numeric' : 'text'}
          required
          autofocus={named}
          value={secret}
          onValue={setSecret}
        />
      ) : (
        <SecretField
          key="password"
          label={t('logon.password')}
          name="password"
          autocomplete="current-password"
          required
          autofocus={named}
          value={secret}
          onValue={setSecret}
        />
      )}
      <Button type="submit" kind="primary" full busy={busy}>
        {t('logon.submit')}
      </Button>
    </Form>
  );
}
