/** The pages of the settings, named as in the procedure, each with its fields. */
import type { FieldPath } from './fields.ts';

export type SettingsPage = { readonly path: string; readonly fields: readonly FieldPath[] };

export const PAGES = [
  { path: 'self-service-authentication', fields: ['consoleAuthentication.selfService'] },
  { path: 'security-authentication', fields: ['consoleAuthentication.security'] },
  { path: 'self-service-features', fields: ['selfServiceFeatures.forgotPasswordLink'] },
  {
    path: 'security-questions',
    fields: [
      'securityQuestions.enrolment',
      'securityQuestions.authentication',
      'securityQuestions.defaultLanguage',
      'securityQuestions.aliases',
    ],
  },
  { path: 'internal-database', fields: ['internalDatabase.passwordRequired'] },
  {
    path: 'forgot-password',
    fields: [
      'recovery.mode',
      'recovery.linkMinutes',
      'recovery.wrongSetsPerDay',
      'recovery.mailsPerUserPerHour',
      'recovery.mailsPerMailboxPerHour',
    ],
  },
  { path: 'administrator-reset', fields: ['administratorReset.allowTypedPassword', 'administratorReset.linkHours'] },
  {
    path: 'password-policy',
    fields: [
      'passwordPolicy.minLength',
      'passwordPolicy.minLengthWithToken',
      'passwordPolicy.history',
      'passwordPolicy.words',
      'passwordPolicy.breachedPasswords',
      'passwordPolicy.breachedPasswordsUrl',
    ],
  },
  {
    path: 'token-policy',
    fields: [
      'tokenPolicy.wrongPasscodesToNextTokencode',
      'tokenPolicy.failuresToDisable',
      'tokenPolicy.pinMinLength',
      'tokenPolicy.pinMaxLength',
      'tokenPolicy.pinCharacters',
      'tokenPolicy.pinChoice',
      'tokenPolicy.pinHistory',
      'tokenPolicy.newPinProof',
    ],
  },
  {
    path: 'lockout',
    fields: [
      'lockout.failures',
      'lockout.windowHours',
      'lockout.lockoutMinutes',
      'throttles.logonsPerSourcePerMinute',
      'throttles.failedLogonsPerSourcePerDay',
      'throttles.forgotPasswordPerSourcePerHour',
    ],
  },
  { path: 'sessions', fields: ['sessions.idleMinutes', 'sessions.overallHours'] },
  { path: 'organisation', fields: ['organisation.name', 'organisation.helpDesk'] },
  { path: 'mail', fields: ['mail.from', 'mail.defaultLanguage', 'mail.linkDays', 'mail.toleratedReturnsPercent'] },
  {
    path: 'migration-defaults',
    fields: ['migration.policy', 'migration.toleratedRejects', 'migration.packageDays', 'migration.signatureDays'],
  },
] as const satisfies readonly SettingsPage[];

export type PagePath = (typeof PAGES)[number]['path'];
