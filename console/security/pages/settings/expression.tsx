/** The editor of an expression: it explains the expression in words while it is typed, and marks errors. */
import { MAX_EXPRESSION_LENGTH, type Method } from '#core/settings/expression.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { TextField } from '../../../shared/ui/field.tsx';
import { t } from '../../texts/index.ts';
import { type Fault, type Finding, readExpression } from './explain-expression.ts';
import { listed } from './labels.ts';

/** The most common expressions. */
const COMMON = ['RSA_Password', 'SecurID_Native', 'RSA_Password/SecurID_Native', 'RSA_Password+SecurID_Native'];

type ExpressionFieldProps = {
  label: string;
  value: string;
  error?: string | undefined;
  findings: readonly Finding[];
  /** Undefined: the expression is read-only. */
  onValue: ((value: string) => void) | undefined;
};

const methodsOf = (way: readonly Method[]) => listed(way.map((method) => t(`settings.method.${method}`)));

function faultText({ position, expected, meant }: Fault): string {
  const at = { position: position + 1 };
  return meant ? t('settings.fault.meant', { ...at, method: meant }) : t(`settings.fault.${expected}`, at);
}

export function ExpressionField({ label, value, error, findings, onValue }: ExpressionFieldProps) {
  const reading = readExpression(value);
  const fault = 'fault' in reading ? reading.fault : undefined;
  return (
    <div class="stack">
      {onValue && (
        <>
          <TextField
            label={label}
            hint={t('settings.expression.hint')}
            error={fault ? faultText(fault) : error}
            autocomplete="off"
            maxLength={MAX_EXPRESSION_LENGTH}
            code
            value={value}
            onValue={onValue}
          />
          <fieldset class="row">
            <legend class="unseen">{t('settings.expression.common')}</legend>
            {COMMON.map((text) => (
              <Button key={text} small onClick={() => onValue(text)}>
                <code>{text}</code>
              </Button>
            ))}
          </fieldset>
        </>
      )}
      {fault && <Marked text={value} fault={fault} />}
      <div class="stack tight reading" role="status">
        {!('fault' in reading) && (
          <>
            <p>{t('settings.expression.reading', { count: reading.ways.length })}</p>
            <ul class="bullets">
              {reading.ways.map((way) => (
                <li key={way.join()}>{methodsOf(way)}</li>
              ))}
            </ul>
            {findings.map((finding) => (
              <Alert key={finding} tone="warn">
                {t(`settings.finding.${finding}`)}
              </Alert>
            ))}
          </>
        )}
      </div>
    </div>
  );
}

/** The text with its error marked; the error beside the field says the same in words. */
function Marked({ text, fault: { position, length } }: { text: string; fault: Fault }) {
  const wrong = text.slice(position, position + length);
  return (
    <pre class="listing" aria-hidden="true">
      {text.slice(0, position)}
      <mark class="wrong-place">{wrong === '' ? '\u2038' : wrong}</mark>
      {text.slice(position + length)}
    </pre>
  );
}
