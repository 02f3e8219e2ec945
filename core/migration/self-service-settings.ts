/**
 * The settings that imported users need to get a password by self-service: a token alone satisfies the Self-Service Console, and
 * its logon page shows "Forgot your password". A setting that fits already is not changed.
 */
import { parseExpression, withTokenAlone } from '#core/settings/expression.ts';
import { asksForMore } from '#core/settings/methods.ts';
import type { Settings } from '#core/settings/model.ts';
import type { SettingsChange } from './record.ts';

/** The new settings with the record of the change, or undefined where nothing has to change. */
export function selfServiceSettings(
  settings: Settings,
  version: number,
): { readonly next: Settings; readonly change: SettingsChange } | undefined {
  const before = {
    selfService: settings.consoleAuthentication.selfService,
    forgotPasswordLink: settings.selfServiceFeatures.forgotPasswordLink,
  };
  const token = withTokenAlone(before.selfService);
  if (!token.changed && before.forgotPasswordLink) return undefined;
  const after = { selfService: token.text, forgotPasswordLink: true };
  return {
    next: {
      ...settings,
      consoleAuthentication: { ...settings.consoleAuthentication, selfService: after.selfService },
      selfServiceFeatures: { ...settings.selfServiceFeatures, forgotPasswordLink: true },
    },
    change: {
      status: 'intended',
      before,
      after,
      weakened: token.changed && asksForMore(parseExpression(before.selfService)),
      version: version + 1,
    },
  };
}

/** Whether a user can go the way that the migration e-mail describes: nothing of it would have to be switched on. */
export const isSelfServicePossible = (settings: Settings): boolean => selfServiceSettings(settings, 0) === undefined;
