/** "Self-Service Console Authentication" and "Security Console Authentication": the expression, and what it means. */
import type { SettingPath } from '#core/settings/model.ts';
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { t } from '../../texts/index.ts';
import { type Check, FINE } from './check.ts';
import { type Finding, findingsOf, readExpression } from './explain-expression.ts';
import { ExpressionField } from './expression.tsx';
import type { PartProps } from './fields.tsx';
import type { Values } from './values.ts';

const GRAVE: readonly Finding[] = ['closed', 'yourself'];

/** What there is to say about an expression beside the stored one; undefined where it can't be read. */
function findings(path: SettingPath, text: string, answer: Answer, visit: Visit): readonly Finding[] | undefined {
  const security = path === 'consoleAuthentication.security';
  const stored = answer.settings.consoleAuthentication[security ? 'security' : 'selfService'];
  const [before, next] = [readExpression(stored), readExpression(text)];
  if ('fault' in next) return undefined;
  return findingsOf(
    security ? 'security' : 'self-service',
    'fault' in before ? undefined : before.expression,
    next.expression,
    visit.me?.session.methods ?? [],
  );
}

export function checkAuthentication(path: SettingPath, values: Values, answer: Answer, visit: Visit): Check {
  const found = findings(path, String(values[path]), answer, visit);
  if (found === undefined) return { ...FINE, blocked: true };
  const grave = found.filter((finding) => GRAVE.includes(finding));
  return { blocked: false, confirm: grave.map((finding) => t(`settings.finding.${finding}`)) };
}

export function AuthenticationField({ part, draft, faults, answer, visit, writes }: PartProps) {
  const [path]: readonly SettingPath[] = part.fields;
  const text = String(draft.values[path!]);
  return (
    <div data-at={path}>
      <ExpressionField
        label={t(`settings.field.${path!}`)}
        value={text}
        error={faults[path!]}
        findings={findings(path!, text, answer, visit) ?? []}
        onValue={writes ? (value) => draft.put(path!, value) : undefined}
      />
    </div>
  );
}
