/** Codes that several routes may answer with. */
import type { ApiErrorCode } from '#core/errors.ts';

/** Of acts on the credentials of users with a role (A7). */
export const CREDENTIAL_ERRORS = ['user.role_holder', 'user.own_account'] as const satisfies readonly ApiErrorCode[];
/** Of the first PIN of a new token. */
export const PIN_ERRORS = [
  'pin.characters',
  'pin.length',
  'pin.zero',
  'pin.sequence',
  'pin.repeated',
  'pin.not_used',
] as const satisfies readonly ApiErrorCode[];
/** Of a PIN that its user chooses. */
export const NEW_PIN_ERRORS = [
  ...PIN_ERRORS,
  'pin.used_before',
  'pin.choice',
] as const satisfies readonly ApiErrorCode[];
export const PASSWORD_ERRORS = [
  'password.too_short',
  'password.too_long',
  'password.too_common',
  'password.own_word',
  'password.weak',
  'password.used_before',
  'password.characters',
  'password.breached',
] as const satisfies readonly ApiErrorCode[];
