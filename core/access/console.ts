/** What the logon pages may show before a logon: the same for every visitor. */

import type { ShownBranding } from '#core/branding/branding.ts';
import { minLength } from '#core/passwords/policy.ts';
import type { Method } from '#core/settings/expression.ts';
import type { ConsoleName } from '#core/settings/methods.ts';
import { expressionOf, openMethods } from '#core/settings/methods.ts';
import type { Settings } from '#core/settings/model.ts';

const NONE: ReadonlySet<Method> = new Set();

export function describeConsoles(settings: Settings, languages: readonly string[], shown: ShownBranding) {
  const methods = (console: ConsoleName) => openMethods(expressionOf(settings, console), NONE);
  const { selfService, security } = settings.consoleAuthentication;
  const { pinChoice, pinMinLength, pinMaxLength, pinCharacters } = settings.tokenPolicy;
  return {
    organisation: settings.organisation.name,
    helpDesk: settings.organisation.helpDesk,
    consoles: {
      selfService: { methods: methods('self-service'), expression: selfService },
      security: { methods: methods('security'), expression: security },
    },
    forgotPassword: settings.selfServiceFeatures.forgotPasswordLink,
    recoveryMode: settings.recovery.mode,
    passwordMinLength: minLength(settings),
    passwordLeastStrength: settings.passwordPolicy.leastStrength,
    /** Of a new PIN; a PINPad-style token has digits only, and no more than its tokencode. */
    pin: { choice: pinChoice, minLength: pinMinLength, maxLength: pinMaxLength, characters: pinCharacters },
    languages,
    ...shown,
  };
}
