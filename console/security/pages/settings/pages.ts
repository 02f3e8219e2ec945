/** The pages of the settings, named as in the procedure, each with its settings: those of a group in the order of the schema. */
import { pathsOf, type SettingPath } from '#core/settings/model.ts';

export type SettingsPage = { readonly path: string; readonly fields: readonly SettingPath[] };

export const PAGES = [
  { path: 'self-service-authentication', fields: ['consoleAuthentication.selfService'] },
  { path: 'security-authentication', fields: ['consoleAuthentication.security'] },
  { path: 'self-service-features', fields: pathsOf('selfServiceFeatures') },
  { path: 'security-questions', fields: pathsOf('securityQuestions') },
  { path: 'internal-database', fields: pathsOf('internalDatabase') },
  { path: 'forgot-password', fields: pathsOf('recovery') },
  { path: 'administrator-reset', fields: pathsOf('administratorReset') },
  { path: 'password-policy', fields: pathsOf('passwordPolicy') },
  { path: 'token-policy', fields: pathsOf('tokenPolicy') },
  { path: 'lockout', fields: pathsOf('lockout', 'throttles') },
  { path: 'sessions', fields: pathsOf('sessions') },
  { path: 'organisation', fields: pathsOf('organisation') },
  { path: 'mail', fields: pathsOf('mail') },
  { path: 'migration-defaults', fields: pathsOf('migration', 'corrections') },
] as const satisfies readonly SettingsPage[];

export type PagePath = (typeof PAGES)[number]['path'];
