/** The names of the audit in the reader's language; a name without a text is shown as it is. */
import { METHODS } from '#core/settings/expression.ts';
import { isSettingPath } from '#core/settings/model.ts';
import { hasText, number, text } from '../../../shared/i18n/language.ts';
import { t } from '../../texts/index.ts';
import { listed, shownValue } from '../settings/labels.ts';
import { isAction, isReason } from './actions.ts';

export const actionName = (action: string): string => (isAction(action) ? t(`audit.action.${action}`) : action);

export function actorName(actor: string): string {
  if (actor === 'system') return t('audit.system');
  if (actor === 'upload') return t('audit.upload');
  if (actor.startsWith('arn:')) return t('audit.operator', { name: actor.split('/').at(-1) ?? actor });
  return actor.startsWith('unknown:') ? t('audit.stranger', { id: actor.slice('unknown:'.length) }) : actor;
}

const known = (...keys: readonly string[]) => keys.find(hasText);

export function factName(name: string): string {
  const key = known(`audit.fact.${name}`);
  return key === undefined ? name : text(key);
}

/** A field of a user, a token or the settings. */
export function fieldName(field: string): string {
  const key = known(`settings.field.${field}`, `users.field.${field}`, `audit.field.${field}`);
  return key === undefined ? field : text(key);
}

const methodName = (method: string): string => {
  const named = METHODS.find((one) => one === method);
  return named ? t(`settings.method.${named}`) : method;
};

/** The name of a fact's value, by the fact: `security` is a console, `link` a method. */
function factValue(name: string, value: string): string | undefined {
  const key = known(`audit.${name}.${value}`, name === 'method' ? `users.reset.${value}` : '');
  if (key !== undefined) return text(key);
  return name === 'method' || name === 'methods' ? listed(value.split('+').map(methodName)) : undefined;
}

/** A value of before, after or the facts. */
export function shown(value: unknown, field: string): string {
  if (value === undefined || value === null) return '–';
  if (isReason(value)) return t(`audit.reason.${value}`);
  if ((field === 'code' || field === 'reason') && typeof value === 'string')
    return hasText(`problem.${value}`) ? text(`problem.${value}`) : value;
  if (isSettingPath(field) && !Array.isArray(value)) return shownValue(field, value);
  if (field === 'role' && typeof value === 'string') return text(`users.role.${value}`);
  if (typeof value === 'boolean') return t(value ? 'say.yes' : 'say.no');
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return factValue(field, value) ?? value;
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((one) => shown(one, '')).join('\n');
  return Object.entries(value)
    .map(([name, one]) => `${fieldName(name)}: ${shown(one, name)}`)
    .join(', ');
}
