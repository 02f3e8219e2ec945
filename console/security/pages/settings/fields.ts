/**
 * Every setting as a form shows it: its kind, range and unit. Beside core/settings/model.ts, which has them for the API (and a
 * schema library that no page needs): the test holds the two together.
 */
import type { Settings as Answer } from '../../../shared/http/api-types.ts';

export type Settings = Answer['settings'];
type Group = keyof Settings;
/** Such as `securityQuestions.enrolment`. */
export type FieldPath = { [G in Group]: `${G}.${keyof Settings[G] & string}` }[Group];

export type Unit = 'minutes' | 'hours' | 'days' | 'characters' | 'percent' | 'count';
export type Field =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit: Unit }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'text'; readonly min: number; readonly max: number }
  /** One a line. */
  | { readonly kind: 'words'; readonly min: number; readonly max: number; readonly items: number }
  | { readonly kind: 'expression'; readonly max: number }
  | { readonly kind: 'aliases'; readonly max: number; readonly items: number };

const number = (min: number, max: number, unit: Unit) => ({ kind: 'number', min, max, unit }) as const;
const text = (min: number, max: number) => ({ kind: 'text', min, max }) as const;
const choice = <const T extends readonly string[]>(...options: T) => ({ kind: 'choice', options }) as const;
const onOff = { kind: 'switch' } as const;

export const FIELDS = {
  'consoleAuthentication.selfService': { kind: 'expression', max: 256 },
  'consoleAuthentication.security': { kind: 'expression', max: 256 },
  'selfServiceFeatures.forgotPasswordLink': onOff,
  'internalDatabase.passwordRequired': onOff,
  'securityQuestions.enrolment': number(1, 20, 'count'),
  'securityQuestions.authentication': number(1, 20, 'count'),
  'securityQuestions.defaultLanguage': text(2, 35),
  'securityQuestions.aliases': { kind: 'aliases', max: 255, items: 1000 },
  'recovery.mode': choice('email-link+questions', 'email-link+token', 'questions'),
  'recovery.linkMinutes': number(1, 60, 'minutes'),
  'recovery.wrongSetsPerDay': number(1, 20, 'count'),
  'recovery.mailsPerUserPerHour': number(1, 60, 'count'),
  'recovery.mailsPerMailboxPerHour': number(1, 600, 'count'),
  'lockout.failures': number(1, 100, 'count'),
  'lockout.windowHours': number(1, 168, 'hours'),
  'lockout.lockoutMinutes': number(1, 10_080, 'minutes'),
  'throttles.logonsPerSourcePerMinute': number(1, 10_000, 'count'),
  'throttles.failedLogonsPerSourcePerDay': number(1, 1_000_000, 'count'),
  'throttles.forgotPasswordPerSourcePerHour': number(1, 10_000, 'count'),
  'tokenPolicy.wrongPasscodesToNextTokencode': number(1, 20, 'count'),
  'tokenPolicy.failuresToDisable': number(10, 1000, 'count'),
  'tokenPolicy.pinMinLength': number(4, 8, 'characters'),
  'tokenPolicy.pinMaxLength': number(4, 8, 'characters'),
  'tokenPolicy.pinCharacters': choice('digits', 'alphanumeric'),
  'tokenPolicy.pinChoice': choice('user', 'system', 'either'),
  'tokenPolicy.pinHistory': number(0, 24, 'count'),
  'tokenPolicy.newPinProof': choice('none', 'mail'),
  'passwordPolicy.minLength': number(8, 64, 'characters'),
  'passwordPolicy.minLengthWithToken': number(8, 64, 'characters'),
  'passwordPolicy.history': number(0, 24, 'count'),
  'passwordPolicy.words': { kind: 'words', min: 3, max: 64, items: 100 },
  'passwordPolicy.breachedPasswords': onOff,
  'passwordPolicy.breachedPasswordsUrl': text(0, 255),
  'administratorReset.allowTypedPassword': onOff,
  'administratorReset.linkHours': number(1, 72, 'hours'),
  'sessions.idleMinutes': number(1, 480, 'minutes'),
  'sessions.overallHours': number(1, 24, 'hours'),
  'organisation.name': text(1, 100),
  'organisation.helpDesk': text(1, 200),
  'mail.from': text(3, 254),
  'mail.defaultLanguage': choice('en', 'de', 'fr'),
  'mail.linkDays': number(1, 90, 'days'),
  'mail.toleratedReturnsPercent': number(1, 100, 'percent'),
  'migration.policy': choice('skip', 'update', 'fail'),
  'migration.toleratedRejects': number(0, 10_000_000, 'count'),
  'migration.packageDays': number(1, 30, 'days'),
  'migration.signatureDays': number(1, 90, 'days'),
} as const satisfies Record<FieldPath, Field>;

export type Values = Readonly<Partial<Record<FieldPath, unknown>>>;

/** The values of these fields, by their paths. */
export function valuesOf(settings: Settings, paths: readonly FieldPath[]): Values {
  return Object.fromEntries(
    paths.map((path) => {
      const [group, field] = path.split('.') as [Group, string];
      return [path, (settings[group] as Readonly<Record<string, unknown>>)[field]];
    }),
  );
}

/** Removes what only the field needs: blank lines and surrounding spaces. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return value;
  return value.map((one) => one.trim()).filter((one) => one !== '');
}

/** `{group: {field: value}}`, as PATCH /settings takes it. */
export function patchOf(changes: readonly { readonly field: string; readonly after: unknown }[]) {
  const patch: Record<string, Record<string, unknown>> = {};
  for (const { field: path, after } of changes) {
    const [group, field] = path.split('.') as [string, string];
    patch[group] = { ...patch[group], [field]: cleaned(after) };
  }
  return patch;
}

/** The field that a refusal of the API names: `securityQuestions.aliases.3.from` is about the aliases. */
export const pathOf = (path: string): FieldPath | undefined =>
  (Object.keys(FIELDS) as FieldPath[]).find((one) => path === one || path.startsWith(`${one}.`));
