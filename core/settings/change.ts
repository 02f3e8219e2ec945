/**
 * A change of settings: the fields named, the rest as it was. What one schema can't say is checked here: expressions that
 * parse, counts and lengths that fit one another.
 */

import { addressOf } from '#core/address.ts';
import { invalid } from '#core/errors.ts';
import { parseExpression } from './expression.ts';
import { expressionOf, openMethods } from './methods.ts';
import type { Settings } from './model.ts';
import { settingsSchema } from './schema.ts';
import { isTooLarge, SETTINGS_MAX_BYTES } from './size.ts';

/** `{group: {field: value}}`; arrays are replaced as a whole. */
export type SettingsPatch = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** Changed fields by their path, such as `securityQuestions.enrolment`. */
export type SettingsDiff = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;

/**
 * The settings after a patch.
 * @throws LandfallError settings.expression, settings.invalid (422; facts: the path of each field and what is wrong)
 */
export function changeSettings(current: Settings, patch: SettingsPatch): Settings {
  const merged: Record<string, unknown> = { ...current };
  for (const [group, fields] of Object.entries(patch)) {
    if (!Object.hasOwn(current, group)) throw wrong([{ path: group, reason: 'there is no such group of settings' }]);
    merged[group] = { ...current[group as keyof Settings], ...fields };
  }
  const parsed = settingsSchema.safeParse(merged);
  if (!parsed.success)
    throw wrong(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), reason: message })));
  checkTogether(parsed.data, current);
  const { mail } = parsed.data;
  const replyTo = mail.replyTo && addressOf(mail.replyTo)!;
  return { ...parsed.data, mail: { ...mail, from: addressOf(mail.from)!, replyTo } };
}

/** P1 where the password alone logs on. */
const LEAST_ALONE = 15;

function checkTogether(settings: Settings, before: Settings): void {
  const { consoleAuthentication, securityQuestions, tokenPolicy, passwordPolicy, mail } = settings;
  for (const expression of Object.values(consoleAuthentication)) parseExpression(expression);
  const problems = [
    [
      securityQuestions.enrolment < securityQuestions.authentication,
      'securityQuestions.enrolment',
      'must be at least securityQuestions.authentication',
    ],
    [tokenPolicy.pinMinLength > tokenPolicy.pinMaxLength, 'tokenPolicy.pinMinLength', 'must be at most pinMaxLength'],
    [
      passwordPolicy.minLengthWithToken > passwordPolicy.minLength,
      'passwordPolicy.minLengthWithToken',
      'must be at most minLength',
    ],
    [
      // What was stored before this was checked stays, so that other settings can still be changed.
      passwordPolicy.minLength < Math.min(LEAST_ALONE, before.passwordPolicy.minLength),
      'passwordPolicy.minLength',
      `must be at least ${LEAST_ALONE}: this is the length where the password alone logs on`,
    ],
    [addressOf(mail.from) === undefined, 'mail.from', 'must be exactly one e-mail address'],
    [
      mail.replyTo !== '' && addressOf(mail.replyTo) === undefined,
      'mail.replyTo',
      'must be exactly one e-mail address, or empty',
    ],
    [
      isTooLarge(settings, before),
      'securityQuestions.aliases',
      `must be shorter: all settings together may have ${SETTINGS_MAX_BYTES / 1000} KB`,
    ],
  ] as const;
  const found = problems.flatMap(([bad, path, reason]) => (bad ? [{ path, reason }] : []));
  if (found.length > 0) throw wrong(found);
}

function wrong(fields: { path: string; reason: string }[]) {
  const [first] = fields;
  return invalid('settings.invalid', `The setting ${first!.path} can't be saved: ${first!.reason}.`, { fields });
}

/** What differs, field by field: for the audit and for the administrator who made the change. */
export function settingsDiff(before: Settings, after: Settings): SettingsDiff {
  const diff: Record<string, { before: unknown; after: unknown }> = {};
  for (const group of Object.keys(after) as (keyof Settings)[]) {
    const [old, next] = [before[group], after[group]] as Record<string, unknown>[];
    for (const field of Object.keys(next!))
      if (JSON.stringify(old![field]) !== JSON.stringify(next![field]))
        diff[`${group}.${field}`] = { before: old![field], after: next![field] };
  }
  return diff;
}

/** Settings that work but that an administrator should know about. */
export function settingsWarnings(settings: Settings): { readonly code: string; readonly reason: string }[] {
  const closed = (['self-service', 'security'] as const).filter(
    (console) => openMethods(expressionOf(settings, console), new Set()).length === 0,
  );
  const closings = closed.map((console) => ({
    code: 'settings.console_closed',
    reason: `Nobody can log on to the ${console === 'security' ? 'Security' : 'Self-Service'} Console now: LDAP_Password and OnDemand are not served here, and its expression has no way without them.`,
  }));
  if (settings.recovery.mode !== 'questions') return closings;
  return [
    ...closings,
    {
      code: 'settings.questions_alone',
      reason:
        'Answers to security questions alone now recover a password. NIST SP 800-63B-4 and OWASP ASVS 6.4.2 advise against it; email-link+questions asks for the mailbox too.',
    },
  ];
}
