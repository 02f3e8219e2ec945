/** The settings, in groups of pages: a group is one page with one save, its parts are named as in the procedure. */
import { pathsOf, type SettingPath } from '#core/settings/model.ts';

export const GROUPS = ['logon', 'passwords', 'protection', 'organisation', 'migration'] as const;
export type SettingsGroup = (typeof GROUPS)[number];

/** A part of a group: the settings of its own heading, in the order of the schema. */
export type SettingsPage = {
  readonly path: string;
  readonly group: SettingsGroup;
  readonly fields: readonly SettingPath[];
};

export const PAGES = [
  { path: 'self-service-authentication', group: 'logon', fields: ['consoleAuthentication.selfService'] },
  { path: 'security-authentication', group: 'logon', fields: ['consoleAuthentication.security'] },
  { path: 'self-service-features', group: 'logon', fields: pathsOf('selfServiceFeatures') },
  { path: 'sessions', group: 'logon', fields: pathsOf('sessions') },
  { path: 'forgot-password', group: 'passwords', fields: pathsOf('recovery') },
  { path: 'administrator-reset', group: 'passwords', fields: pathsOf('administratorReset') },
  { path: 'password-policy', group: 'passwords', fields: pathsOf('passwordPolicy') },
  { path: 'internal-database', group: 'passwords', fields: pathsOf('internalDatabase') },
  { path: 'security-questions', group: 'passwords', fields: pathsOf('securityQuestions') },
  { path: 'token-policy', group: 'protection', fields: pathsOf('tokenPolicy') },
  { path: 'lockout', group: 'protection', fields: pathsOf('lockout', 'throttles') },
  { path: 'organisation', group: 'organisation', fields: pathsOf('organisation') },
  { path: 'mail', group: 'organisation', fields: pathsOf('mail', 'reminders') },
  { path: 'migration-defaults', group: 'migration', fields: pathsOf('migration', 'corrections') },
] as const satisfies readonly SettingsPage[];

export type PagePath = (typeof PAGES)[number]['path'];
export type Part = (typeof PAGES)[number];

export const partsOf = (group: SettingsGroup): readonly Part[] => PAGES.filter((page) => page.group === group);

/** What an address such as `#/settings/passwords` or `#/settings/mail` opens: a group, or a part of one. */
export function openedBy(segment: string): { readonly group: SettingsGroup; readonly part?: Part } | undefined {
  const group = GROUPS.find((one) => one === segment);
  // `organisation` is a group and its first part: the group opens.
  if (group) return { group };
  const part = PAGES.find(({ path }) => path === segment);
  return part && { group: part.group, part };
}
