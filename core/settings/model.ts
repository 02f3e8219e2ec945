/**
 * Every setting of the deployment, once: name, kind, range, unit and default. The parser, the API's document, the console's
 * fields, the help of `landfall settings` and docs/settings.md are made of this. Names follow the consoles' own headings.
 */
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { LANGUAGES } from '#core/languages.ts';
import { aliases, choice, expression, type Field, number, onOff, text, type ValueOf, words } from './field.ts';

/** The window of throttles.failedLogonsOverall: a whole part of a day. */
export const OVERALL_HOURS = 6;

export const SETTINGS = {
  /** Console Authentication Method of each console: an expression over RSA_Password, LDAP_Password, SecurID_Native, OnDemand. */
  consoleAuthentication: {
    selfService: expression('RSA_Password'),
    security: expression('SecurID_Native'),
  },
  selfServiceFeatures: {
    /** "Display Forgot your password link" */
    forgotPasswordLink: onOff(false),
  },
  internalDatabase: { passwordRequired: onOff(true) },
  securityQuestions: {
    enrolment: number({ min: 1, max: 20, unit: 'count', default: 3 }),
    authentication: number({ min: 1, max: 20, unit: 'count', default: 2 }),
    defaultLanguage: text({ min: 2, max: 35, default: 'en_US' }),
    /** Source text -> catalogue question, decided by an administrator before a run. */
    aliases: aliases({ max: 255, items: 1000 }),
  },
  recovery: {
    mode: choice({
      options: ['email-link+questions', 'email-link+token', 'questions'],
      default: 'email-link+questions',
    }),
    linkMinutes: number({ min: 1, max: 60, unit: 'minutes', default: 10 }),
    /** After an administrator gave a user another address; 0: no wait. */
    readdressedWaitHours: number({ min: 0, max: 168, unit: 'hours', default: 24 }),
    wrongSetsPerDay: number({ min: 1, max: 20, unit: 'count', default: 5 }),
    mailsPerUserPerHour: number({ min: 1, max: 60, unit: 'count', default: 3 }),
    /** Of all users who share a mailbox. */
    mailsPerMailboxPerHour: number({ min: 1, max: 600, unit: 'count', default: 10 }),
  },
  lockout: {
    failures: number({ min: 1, max: 100, unit: 'count', default: 5 }),
    windowHours: number({ min: 1, max: 168, unit: 'hours', default: 24 }),
    lockoutMinutes: number({ min: 1, max: 10_080, unit: 'minutes', default: 30 }),
  },
  throttles: {
    /** Steps that fail, by source address, before any account's counter. Those under way count as failed until they are done. */
    logonsPerSourcePerMinute: number({ min: 1, max: 10_000, unit: 'count', default: 60 }),
    /**
     * Failures that one address may cost accounts a day; each person who logs on from there makes up for three. The numbers are
     * prefixes of the networks around it (T8): IPv4 /24, IPv6 /56 and /48. An address where users logged on of late is not judged by them.
     */
    failedLogonsPerSourcePerDay: number({ min: 1, max: 1_000_000, unit: 'count', default: 30 }),
    failedLogonsPer24PerDay: number({ min: 1, max: 1_000_000, unit: 'count', default: 100 }),
    failedLogonsPer56PerDay: number({ min: 1, max: 1_000_000, unit: 'count', default: 30 }),
    failedLogonsPer48PerDay: number({ min: 1, max: 1_000_000, unit: 'count', default: 60 }),
    /** Failures in the whole deployment within six hours, after which every passcode is asked for its successor (core/access/overall-limit.ts). */
    failedLogonsOverall: number({ min: 1, max: 1_000_000, unit: 'count', default: 20 }),
    forgotPasswordPerSourcePerHour: number({ min: 1, max: 10_000, unit: 'count', default: 30 }),
    forgotPasswordPer24PerHour: number({ min: 1, max: 10_000, unit: 'count', default: 100 }),
    forgotPasswordPer56PerHour: number({ min: 1, max: 10_000, unit: 'count', default: 30 }),
    forgotPasswordPer48PerHour: number({ min: 1, max: 10_000, unit: 'count', default: 60 }),
    /** Networks of the organisation's own, such as 192.0.2.0/24: many people behind few addresses. */
    officeNetworks: words({ min: 3, max: 43, items: 100, format: 'network' }),
    /** So many times higher are the limits above there, the overall limit excepted. */
    officeFactor: number({ min: 1, max: 1000, unit: 'count', default: 200 }),
  },
  tokenPolicy: {
    wrongPasscodesToNextTokencode: number({ min: 1, max: 20, unit: 'count', default: 3 }),
    failuresToDisable: number({ min: 10, max: 1000, unit: 'count', default: 100 }),
    pinMinLength: number({ min: 4, max: 8, unit: 'characters', default: 4 }),
    pinMaxLength: number({ min: 4, max: 8, unit: 'characters', default: 8 }),
    /** Of a new PIN that is typed before the tokencode; a PINPad knows digits only. */
    pinCharacters: choice({ options: ['digits', 'alphanumeric'], default: 'alphanumeric' }),
    /** Who chooses a new PIN. */
    pinChoice: choice({ options: ['user', 'system', 'either'], default: 'either' }),
    /** A new PIN is none of this many before it. */
    pinHistory: number({ min: 0, max: 24, unit: 'count', default: 3 }),
    /** How long a temporary code for a lost token counts. */
    temporaryCodeHours: number({ min: 1, max: 96, unit: 'hours', default: 24 }),
    newPinProof: choice({ options: ['none', 'mail'], default: 'none' }),
  },
  passwordPolicy: {
    /** P1: where the password alone logs on. */
    minLength: number({ min: 8, max: 64, unit: 'characters', default: 15 }),
    /** P1: where a token is always asked too. */
    minLengthWithToken: number({ min: 8, max: 64, unit: 'characters', default: 8 }),
    /** The least estimate of how hard a password is to guess; `any` refuses none. */
    leastStrength: choice({ options: ['any', 'fair', 'good', 'very-good'], default: 'fair' }),
    history: number({ min: 0, max: 24, unit: 'count', default: 5 }),
    /** The organisation's own words, refused as passwords. */
    words: words({ min: 3, max: 64, items: 100 }),
    /** Whether chosen passwords are looked up among those known from breaches (k-anonymity: 5 hex digits of a hash leave). */
    breachedPasswords: onOff(false),
    /** Who is asked: Have I Been Pwned, or the organisation's own mirror of its range API. */
    breachedPasswordsUrl: text({
      min: 0,
      max: 255,
      format: 'range-url',
      default: 'https://api.pwnedpasswords.com/range/',
    }),
  },
  administratorReset: {
    allowTypedPassword: onOff(true),
    linkHours: number({ min: 1, max: 72, unit: 'hours', default: 24 }),
    /** How long a one-time or typed password may be used for the first time (A6). */
    temporaryPasswordHours: number({ min: 1, max: 96, unit: 'hours', default: 24 }),
    /** One-time and typed passwords that one administrator may give out. */
    temporaryPasswordsPerHour: number({ min: 1, max: 1000, unit: 'count', default: 20 }),
  },
  sessions: {
    idleMinutes: number({ min: 1, max: 480, unit: 'minutes', default: 15 }),
    overallHours: number({ min: 1, max: 24, unit: 'hours', default: 8 }),
    /** Of the session of a display for a wall, which reads counts alone (S9): over a weekend. */
    displayHours: number({ min: 1, max: 168, unit: 'hours', default: 72 }),
  },
  organisation: {
    name: text({ min: 1, max: 100, default: 'Your organisation' }),
    helpDesk: text({ min: 1, max: 200, default: 'your help desk' }),
  },
  mail: {
    from: text({ min: 3, max: 254, format: 'email', default: 'landfall@localhost.localdomain' }),
    /** Shown beside the address; empty: the organisation's name. */
    senderName: text({ min: 0, max: 100, default: '' }),
    /** Where answers to mails go; empty: to the sender. */
    replyTo: text({ min: 0, max: 254, format: 'email', default: '' }),
    /** Whether mails may be sent while the mail service keeps the account in its sandbox: to verified recipients alone. */
    sandbox: onOff(false),
    defaultLanguage: choice({ options: LANGUAGES, default: 'en' }),
    /** Lifetime of the signed link in the migration e-mail. */
    linkDays: number({ min: 1, max: 90, unit: 'days', default: 30 }),
    /** A campaign stops where more than this share of at least 100 mails bounced or was called spam. */
    toleratedReturnsPercent: number({ min: 1, max: 100, unit: 'percent', default: 4 }),
    /** A campaign that is expected to take longer is late: an alarm says so. */
    campaignDays: number({ min: 1, max: 365, unit: 'days', default: 30 }),
  },
  /** Of users who were told and have not come yet. */
  reminders: {
    /** After the mail before; 0: none is sent by itself. */
    everyDays: number({ min: 0, max: 90, unit: 'days', default: 0 }),
    atMost: number({ min: 1, max: 10, unit: 'count', default: 2 }),
  },
  migration: {
    policy: choice({ options: DUPLICATE_POLICIES, default: 'correct' }),
    /** A run fails past this many rejected records. */
    toleratedRejects: number({ min: 0, max: 10_000_000, unit: 'count', default: 1000 }),
    packageDays: number({ min: 1, max: 30, unit: 'days', default: 1 }),
    /** How old a manifest's signature may be (U6). */
    signatureDays: number({ min: 1, max: 90, unit: 'days', default: 30 }),
  },
  /** What imports after the first do with people who are here. */
  corrections: {
    /** Changes of address, answers, seed, PIN and token of people who have had the migration e-mail. */
    told: choice({ options: ['confirm', 'apply'], default: 'confirm' }),
    /** How long it is kept what an item was before an import changed it: as long an import can be taken back. */
    beforeImageDays: number({ min: 1, max: 365, unit: 'days', default: 90 }),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Field>>>>;

type Groups = typeof SETTINGS;
export type SettingsGroup = keyof Groups;
export type Settings = {
  [G in SettingsGroup]: { [Name in keyof Groups[G]]: Groups[G][Name] extends Field ? ValueOf<Groups[G][Name]> : never };
};
/** Such as `securityQuestions.enrolment`. */
export type SettingPath = { [G in SettingsGroup]: `${G}.${keyof Groups[G] & string}` }[SettingsGroup];
export type RecoveryMode = Settings['recovery']['mode'];

/** Every setting by its path, in the order above. */
export const FIELDS: Readonly<Record<SettingPath, Field>> = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([group, fields]) =>
    Object.entries(fields).map(([name, field]) => [`${group}.${name}`, field]),
  ),
) as Record<SettingPath, Field>;
export const SETTING_PATHS = Object.keys(FIELDS) as readonly SettingPath[];

/** The paths of all settings of these groups. */
export const pathsOf = (...groups: readonly SettingsGroup[]): readonly SettingPath[] =>
  groups.flatMap((group) => Object.keys(SETTINGS[group]).map((name) => `${group}.${name}` as SettingPath));

export const isSettingPath = (path: string): path is SettingPath => Object.hasOwn(FIELDS, path);

/** The settings of a deployment where no administrator has changed any. */
export function defaultSettings(): Settings {
  const groups = Object.entries(SETTINGS).map(([group, fields]) => [
    group,
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, structuredClone(field.default)])),
  ]);
  return Object.fromEntries(groups) as Settings;
}
