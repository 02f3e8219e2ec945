/**
 * Every setting of the deployment, in one versioned item. Names follow the consoles' own headings.
 * Units stand in the names. A missing field takes its default, so that a new version can add settings.
 */
import * as z from 'zod';
import { isRangeUrl, RANGE_URL_REASON } from './range-url.ts';

const group = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape).prefault({} as never);

export const settingsSchema = z.strictObject({
  /** Console Authentication Method of each console: an expression over RSA_Password, LDAP_Password, SecurID_Native, OnDemand. */
  consoleAuthentication: group({
    selfService: z.string().min(1).max(256).default('RSA_Password'),
    security: z.string().min(1).max(256).default('SecurID_Native'),
  }),
  selfServiceFeatures: group({
    /** "Display Forgot your password link" */
    forgotPasswordLink: z.boolean().default(false),
  }),
  internalDatabase: group({ passwordRequired: z.boolean().default(true) }),
  securityQuestions: group({
    enrolment: z.int().min(1).max(20).default(3),
    authentication: z.int().min(1).max(20).default(2),
    defaultLanguage: z.string().min(2).max(35).default('en_US'),
    /** Source text -> catalogue question, decided by an administrator before a run. */
    aliases: z
      .array(
        z.strictObject({
          language: z.string().min(2).max(35),
          from: z.string().min(1).max(255),
          to: z.string().min(1).max(255),
        }),
      )
      .max(1000)
      .default([]),
  }),
  recovery: group({
    mode: z.enum(['email-link+questions', 'questions', 'email-link+token']).default('email-link+questions'),
    linkMinutes: z.int().min(1).max(60).default(10),
    wrongSetsPerDay: z.int().min(1).max(20).default(5),
    mailsPerUserPerHour: z.int().min(1).max(60).default(3),
    /** Of all users who share a mailbox. */
    mailsPerMailboxPerHour: z.int().min(1).max(600).default(10),
  }),
  lockout: group({
    failures: z.int().min(1).max(100).default(5),
    windowHours: z.int().min(1).max(168).default(24),
    lockoutMinutes: z.int().min(1).max(10080).default(30),
  }),
  throttles: group({
    /** Per source address, before any account's counter. */
    logonsPerSourcePerMinute: z.int().min(1).max(10000).default(60),
    /**
     * Failures that one address may cost accounts a day; each person who logs on from there makes up for three. At 100 in a
     * row a token is disabled, so this bounds how many tokens a number of addresses can disable.
     */
    failedLogonsPerSourcePerDay: z.int().min(1).max(1_000_000).default(30),
    forgotPasswordPerSourcePerHour: z.int().min(1).max(10000).default(30),
  }),
  tokenPolicy: group({
    wrongPasscodesToNextTokencode: z.int().min(1).max(20).default(3),
    failuresToDisable: z.int().min(10).max(1000).default(100),
    pinMinLength: z.int().min(4).max(8).default(4),
    pinMaxLength: z.int().min(4).max(8).default(8),
    /** Of a new PIN that is typed before the tokencode; a PINPad knows digits only. */
    pinCharacters: z.enum(['digits', 'alphanumeric']).default('alphanumeric'),
    /** Who chooses a new PIN. */
    pinChoice: z.enum(['user', 'system', 'either']).default('either'),
    /** A new PIN is none of this many before it. */
    pinHistory: z.int().min(0).max(24).default(3),
    newPinProof: z.enum(['none', 'mail']).default('none'),
  }),
  passwordPolicy: group({
    /** P1: where the password alone logs on. */
    minLength: z.int().min(8).max(64).default(15),
    /** P1: where a token is always asked too. */
    minLengthWithToken: z.int().min(8).max(64).default(8),
    history: z.int().min(0).max(24).default(5),
    /** The organisation's own words, refused as passwords. */
    words: z.array(z.string().min(3).max(64)).max(100).default([]),
    /** Whether chosen passwords are looked up among those known from breaches (k-anonymity: 5 hex digits of a hash leave). */
    breachedPasswords: z.boolean().default(false),
    /** Who is asked: Have I Been Pwned, or the organisation's own mirror of its range API. */
    breachedPasswordsUrl: z
      .string()
      .max(255)
      .refine(isRangeUrl, RANGE_URL_REASON)
      .default('https://api.pwnedpasswords.com/range/'),
  }),
  administratorReset: group({
    allowTypedPassword: z.boolean().default(true),
    linkHours: z.int().min(1).max(72).default(24),
  }),
  sessions: group({
    idleMinutes: z.int().min(1).max(480).default(15),
    overallHours: z.int().min(1).max(24).default(8),
  }),
  organisation: group({
    name: z.string().min(1).max(100).default('Your organisation'),
    helpDesk: z.string().min(1).max(200).default('your help desk'),
  }),
  mail: group({
    from: z.string().min(3).max(254).default('landfall@localhost.localdomain'),
    defaultLanguage: z.enum(['en', 'de', 'fr']).default('en'),
    /** Lifetime of the signed link in the migration e-mail. */
    linkDays: z.int().min(1).max(90).default(30),
    /** A campaign stops where more than this share of at least 100 mails bounced or was called spam. */
    toleratedReturnsPercent: z.int().min(1).max(100).default(4),
  }),
  migration: group({
    policy: z.enum(['skip', 'update', 'fail']).default('skip'),
    /** A run fails past this many rejected records. */
    toleratedRejects: z.int().min(0).max(10_000_000).default(1000),
    packageDays: z.int().min(1).max(30).default(1),
    /** How old a manifest's signature may be (U6). */
    signatureDays: z.int().min(1).max(90).default(30),
  }),
});

export type Settings = z.infer<typeof settingsSchema>;
export type RecoveryMode = Settings['recovery']['mode'];

/** The settings of a deployment that nobody has touched. */
export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}
