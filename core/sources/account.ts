/**
 * Whether an account is enabled and locked out, as each directory says it. An attribute that can't be read is never taken
 * for the good case: the reader refuses the user.
 */

/** ADS_USER_FLAG: ACCOUNTDISABLE and LOCKOUT. */
const AD_DISABLED = 0x2;
const AD_LOCKED = 0x10;

const TRUE = new Set(['true', 'yes', 'y', '1', 'enabled', 'active', 'on']);
const FALSE = new Set(['false', 'no', 'n', '0', 'disabled', 'inactive', 'off']);

function readBoolean(text: string): boolean | undefined {
  const folded = text.trim().toLowerCase();
  if (TRUE.has(folded)) return true;
  return FALSE.has(folded) ? false : undefined;
}

const flag = (text: string, bit: number): boolean | undefined =>
  /^-?\d{1,10}$/u.test(text.trim()) ? (Number(text) & bit) !== 0 : undefined;
const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

/** What one attribute says; undefined where it can't be read. */
export function saysEnabled(attribute: string, value: string): boolean | undefined {
  if (attribute === 'useraccountcontrol') return not(flag(value, AD_DISABLED));
  if (attribute === 'nsaccountlock' || attribute === 'disabled') return not(readBoolean(value));
  return readBoolean(value);
}

/** What one attribute says; undefined where it can't be read. */
export function saysLockedOut(attribute: string, value: string): boolean | undefined {
  if (attribute === 'useraccountcontrol' || attribute === 'msds-user-account-control-computed')
    return flag(value, AD_LOCKED);
  // Zero once the lockout has been lifted; else the FILETIME of the lockout.
  if (attribute === 'lockouttime') return /^-?\d{1,19}$/u.test(value.trim()) ? BigInt(value.trim()) !== 0n : undefined;
  // Present: locked (draft-behera-ldap-password-policy), whatever the time.
  if (attribute === 'pwdaccountlockedtime') return value.trim() !== '';
  return readBoolean(value);
}
