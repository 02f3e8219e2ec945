/**
 * RestoreSettings: the settings that an import switched on for its people go back to what they were, where they are still as it left
 * them, and no imported person needs them any more.
 */
import type { Entries } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { isTouchedUser } from '#core/directory/touched.ts';
import { isError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import type { RunRecord, SettingsChange, SettingsRestored } from '../record.ts';

export type RestoreSettingsPorts = {
  readSettings(): Promise<{ readonly settings: Settings; readonly version: number }>;
  /** @throws LandfallError settings.conflict where the version is no longer the expected one */
  writeSettings(next: Settings, expectedVersion: number, before: Settings, entries: Entries): Promise<number>;
  /** Whether any imported user fulfils it; true where that could not be found out in time. */
  isThereAnImported(user: (user: User) => boolean): Promise<boolean>;
};
export type Restoring = {
  /** The import. */
  readonly target: Pick<RunRecord, 'id' | 'settingsChange'>;
  readonly preview: boolean;
  /** What the audit records with the write. */
  readonly entriesOf: (change: Pick<SettingsChange, 'before' | 'after'>) => Entries;
};

/** A user who still has to get a password by what the import switched on. */
const needsSelfService = (user: User): boolean => user.imported && user.enabled && user.password === undefined;

/** In a preview: one whom the rollback will delete. */
const willGo = (user: User, run: string): boolean => user.origin?.migration === run && !isTouchedUser(user);

const valuesOf = ({ consoleAuthentication, selfServiceFeatures }: Settings): SettingsChange['before'] => ({
  selfService: consoleAuthentication.selfService,
  forgotPasswordLink: selfServiceFeatures.forgotPasswordLink,
});
const same = (a: SettingsChange['before'], b: SettingsChange['before']): boolean =>
  a.selfService === b.selfService && a.forgotPasswordLink === b.forgotPasswordLink;

export async function restoreSettings(
  ports: RestoreSettingsPorts,
  { target, preview, entriesOf }: Restoring,
): Promise<SettingsRestored> {
  const change = target.settingsChange;
  if (change?.status !== 'applied' && change?.status !== 'intended') return { status: 'none' };
  const { settings, version } = await ports.readSettings();
  // A repeated call finds its own write.
  if (version === change.version + 1 && same(valuesOf(settings), change.before)) return { status: 'restored' };
  if (version !== change.version) return { status: 'kept', why: 'settings.changed_since' };
  if (await ports.isThereAnImported((user) => needsSelfService(user) && !(preview && willGo(user, target.id))))
    return { status: 'kept', why: 'settings.people_left' };
  if (preview) return { status: 'preview' };
  const { selfService, forgotPasswordLink } = change.before;
  const next: Settings = {
    ...settings,
    consoleAuthentication: { ...settings.consoleAuthentication, selfService },
    selfServiceFeatures: { ...settings.selfServiceFeatures, forgotPasswordLink },
  };
  try {
    await ports.writeSettings(next, version, settings, entriesOf({ before: change.after, after: change.before }));
  } catch (error) {
    if (!isError(error, 'settings.conflict')) throw error;
    return { status: 'kept', why: 'settings.changed_since' };
  }
  return { status: 'restored' };
}
