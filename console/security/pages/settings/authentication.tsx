/** "Self-Service Console Authentication" and "Security Console Authentication": the expression, and what it means. */
import type { SettingPath } from '#core/settings/model.ts';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { t } from '../../texts/index.ts';
import { type Finding, findingsOf, readExpression } from './explain-expression.ts';
import { ExpressionField } from './expression.tsx';
import { type EditorProps, SettingsForm } from './form.tsx';

const GRAVE: readonly Finding[] = ['closed', 'yourself'];

export function Authentication(props: EditorProps) {
  const { page, answer, visit, writes } = props;
  const path: SettingPath = page.fields[0]!;
  const security = path === 'consoleAuthentication.security';
  const stored = answer.settings.consoleAuthentication[security ? 'security' : 'selfService'];
  function findings(text: string) {
    const [before, next] = [readExpression(stored), readExpression(text)];
    if ('fault' in next) return undefined;
    const own = visit.me?.session.methods ?? [];
    const found = findingsOf(
      security ? 'security' : 'self-service',
      'fault' in before ? undefined : before.expression,
      next.expression,
      own,
    );
    return found;
  }
  return (
    <SettingsForm
      {...props}
      field={(_path, { values, put }, faults) => {
        const text = String(values[path]);
        return (
          <ExpressionField
            key={path}
            label={t(`settings.field.${path}`)}
            value={text}
            error={faults[path]}
            findings={findings(text) ?? []}
            onValue={writes ? (value) => put(path, value) : undefined}
          />
        );
      }}
      check={(values) => {
        const found = findings(String(values[path]));
        const grave = (found ?? []).filter((finding) => GRAVE.includes(finding));
        return {
          blocked: found === undefined,
          ...(grave.length > 0
            ? {
                confirm: grave.map((finding) => (
                  <Alert key={finding} tone="warn">
                    {t(`settings.finding.${finding}`)}
                  </Alert>
                )),
              }
            : {}),
        };
      }}
    />
  );
}
