/** The settings, as a super-administrator changes them. */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { aliasesToNothing } from '#core/questions/aliases.ts';
import type { Catalogue } from '#core/questions/catalogue.ts';
import { changeSettings, type SettingsDiff, settingsDiff, settingsWarnings } from '#core/settings/change.ts';
import { parseExpression, satisfiedBy } from '#core/settings/expression.ts';
import type { Settings } from '#core/settings/model.ts';
import { sideOf } from '#core/settings/size.ts';
import { guessingWarnings } from '#core/tokens/guessing.ts';
import { type Asked, actOf } from './users/administer.ts';
import { checkMayChangeCredentials } from './users/rights.ts';

export type SettingsPorts = AuditPort & {
  readCatalogue(): Promise<Catalogue>;
  readSettings(): Promise<{ readonly settings: Settings; readonly version: number }>;
  /** @returns the new version @throws LandfallError settings.conflict where the version is no longer the expected one */
  writeSettings(
    next: Settings,
    expectedVersion: number,
    change: { readonly now: number; readonly by: string; readonly before: Settings },
    entries: Entries,
  ): Promise<number>;
};
export type SavedSettings = {
  readonly version: number;
  readonly settings: Settings;
  readonly changed: SettingsDiff;
  readonly warnings: ReturnType<typeof settingsWarnings>;
};

/** @throws LandfallError settings.invalid (422) where a new alias names a question that the catalogue does not hold */
async function checkAliases(ports: SettingsPorts, next: Settings, before: Settings): Promise<void> {
  const { aliases, defaultLanguage } = next.securityQuestions;
  const old = before.securityQuestions.aliases;
  if (JSON.stringify(aliases) === JSON.stringify(old)) return;
  const [wrong] = aliasesToNothing(aliases, old, await ports.readCatalogue(), defaultLanguage);
  if (!wrong) return;
  const path = 'securityQuestions.aliases';
  const reason = `the catalogue holds no question "${wrong.to}" in ${wrong.language}`;
  throw invalid('settings.invalid', `The setting ${path} can't be saved: ${reason}.`, { fields: [{ path, reason }] });
}

/**
 * A7: the Security Console's expression is saved only by an administrator who has just satisfied the new one, so that it can't lock
 * out the one who saves it. An operator has a way in by IAM. @throws LandfallError settings.not_proved (403; facts expression)
 */
function checkProved({ actor }: Pick<Asked, 'actor'>, before: Settings, next: Settings): void {
  const wanted = next.consoleAuthentication.security;
  if (actor.operator || wanted === before.consoleAuthentication.security) return;
  if (actor.fresh && satisfiedBy(parseExpression(wanted), new Set(actor.methods))) return;
  throw invalid(
    'settings.not_proved',
    'Log on with what the new method of the Security Console asks for, then save it: otherwise it could lock you out.',
    { expression: wanted },
  );
}

/**
 * @param patch new values by group and name @param seen the version that the administrator saw
 * @throws LandfallError settings.invalid (422), settings.expression (400), settings.conflict (409), settings.not_proved, session.not_fresh (403)
 */
export function saveSettings(
  ports: SettingsPorts,
  patch: Parameters<typeof changeSettings>[1],
  seen: number,
  { actor, now }: Asked,
): Promise<SavedSettings> {
  const act = actOf({ actor, now }, 'settings.changed', 'settings');
  return auditedAct(ports, act, async (entriesOf) => {
    const { settings: before } = await ports.readSettings();
    const settings = changeSettings(before, patch);
    checkProved({ actor }, before, settings);
    await checkAliases(ports, settings, before);
    const changed = settingsDiff(before, settings);
    // Settings decide who gets in and by what: as grave as a credential.
    if (Object.keys(changed).length > 0) checkMayChangeCredentials(actor, undefined);
    const entries = entriesOf({ before: sideOf(changed, 'before'), after: sideOf(changed, 'after') });
    const version = await ports.writeSettings(settings, seen, { now, by: actor.id, before }, entries);
    const warnings = [...settingsWarnings(settings), ...guessingWarnings(settings)];
    return { version, settings, changed, warnings };
  });
}
