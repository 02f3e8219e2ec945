/**
 * The vocabulary of account states: which attribute of which directory says that an account is disabled, locked out, begins or ends,
 * and in which form. One table for LDIF, live LDAP and CSV. docs/export-format.md lists it; `--map` goes by it too, so that no
 * mapping turns a known attribute round.
 */
import { foldColumn } from './csv-rows.ts';

export type StateField = 'enabled' | 'lockedOut' | 'accountStart' | 'accountEnd';
export const STATE_FIELDS: readonly StateField[] = ['enabled', 'lockedOut', 'accountStart', 'accountEnd'];

/** How a value says it. */
export type StateForm =
  /** A boolean: yes is the good state (enabled), or the bad one (disabled, locked out). */
  | { readonly kind: 'flag'; readonly yesMeans: 'good' | 'bad' }
  /** A number in which a bit says the bad state. */
  | { readonly kind: 'bits'; readonly bad: number }
  /** The letters of Samba's account flags: `[UD         ]`. */
  | { readonly kind: 'letters'; readonly bad: string }
  /** A DN that names the role of disabled accounts. */
  | { readonly kind: 'role' }
  /** A point in time in any notation, as days or seconds since 1970, or of Kerberos, where 1970 is never. */
  | { readonly kind: 'time'; readonly unit: 'text' | 'days' | 'seconds' | 'kerberos' }
  /** When a lockout began; it lasts as long as the directory's lockout duration. */
  | { readonly kind: 'since' }
  /** When a lockout ends by itself. `alone`: being there is a lockout; otherwise it only ends what a flag says. */
  | { readonly kind: 'until'; readonly alone: boolean }
  /** A number of failures that is a lockout at the policy's limit; the time of the last one stands beside it. */
  | { readonly kind: 'failures' };

export type StateWord = {
  /** As its directory writes it. */
  readonly attribute: string;
  readonly field: StateField;
  readonly form: StateForm;
  readonly directory: string;
  /** Counts only where that attribute has no value: another notation of the same. */
  readonly unless?: string;
  /** A flag that is computed or taken back by itself: an attribute of time decides where there is one. */
  readonly passing?: true;
};

const good = { kind: 'flag', yesMeans: 'good' } as const;
const bad = { kind: 'flag', yesMeans: 'bad' } as const;
const time = { kind: 'time', unit: 'text' } as const;
const until = { kind: 'until', alone: true } as const;
const passing = true as const;

const AD = 'Active Directory';
const LDS = 'AD LDS';
const POWERSHELL = 'Get-ADUser | Export-Csv';
const DRAFT = 'OpenLDAP, OpenDJ, Oracle (ppolicy)';
const DJ = 'OpenDJ, PingDS, PingDirectory, OUD';
const EDIR = 'eDirectory';
const DS389 = '389 DS, FreeIPA, ODSEE';
const IPA = 'FreeIPA, MIT Kerberos';
const OID = 'Oracle OID, OUD';
const SAMBA = 'Samba';
const LISTS = 'lists';

const inLists = (attribute: string, field: StateField, form: StateForm): StateWord => ({
  attribute,
  field,
  form,
  directory: LISTS,
});

export const STATE_WORDS: readonly StateWord[] = [
  { attribute: 'userAccountControl', field: 'enabled', form: { kind: 'bits', bad: 0x2 }, directory: AD },
  { attribute: 'msDS-UserAccountDisabled', field: 'enabled', form: bad, directory: LDS },
  { attribute: 'nsAccountLock', field: 'enabled', form: bad, directory: DS389 },
  { attribute: 'nsRoleDN', field: 'enabled', form: { kind: 'role' }, directory: DS389 },
  { attribute: 'inetUserStatus', field: 'enabled', form: good, directory: 'ODSEE' },
  { attribute: 'loginDisabled', field: 'enabled', form: bad, directory: EDIR },
  { attribute: 'ds-pwp-account-disabled', field: 'enabled', form: bad, directory: DJ },
  { attribute: 'orclIsEnabled', field: 'enabled', form: good, directory: OID },
  { attribute: 'obUserAccountControl', field: 'enabled', form: good, directory: 'Oracle Access Manager' },
  { attribute: 'sambaAcctFlags', field: 'enabled', form: { kind: 'letters', bad: 'D' }, directory: SAMBA },
  { attribute: 'enabled', field: 'enabled', form: good, directory: `${POWERSHELL}, ${LISTS}` },
  ...['accountEnabled', 'isEnabled', 'active', 'isActive'].map((name) => inLists(name, 'enabled', good)),
  ...['disabled', 'accountDisabled', 'isDisabled', 'inactive', 'suspended', 'blocked', 'deactivated'].map((name) =>
    inLists(name, 'enabled', bad),
  ),

  { attribute: 'userAccountControl', field: 'lockedOut', form: { kind: 'bits', bad: 0x10 }, directory: AD, passing },
  {
    attribute: 'msDS-User-Account-Control-Computed',
    field: 'lockedOut',
    form: { kind: 'bits', bad: 0x10 },
    directory: `${AD}, ${LDS}`,
    passing,
  },
  { attribute: 'lockoutTime', field: 'lockedOut', form: { kind: 'since' }, directory: `${AD}, ${LDS}` },
  { attribute: 'ms-DS-UserAccountAutoLocked', field: 'lockedOut', form: bad, directory: LDS, passing },
  {
    attribute: 'accountLockoutTime',
    field: 'lockedOut',
    form: { kind: 'since' },
    directory: POWERSHELL,
    unless: 'lockoutTime',
  },
  { attribute: 'lockedOut', field: 'lockedOut', form: bad, directory: `${POWERSHELL}, ${LISTS}`, passing },
  ...['locked', 'accountLocked', 'isLocked', 'isLockedOut'].map((name) => ({
    ...inLists(name, 'lockedOut', bad),
    passing,
  })),
  { attribute: 'pwdAccountLockedTime', field: 'lockedOut', form: { kind: 'since' }, directory: DRAFT },
  { attribute: 'pwdAccountTmpLockoutEnd', field: 'lockedOut', form: until, directory: 'OpenLDAP' },
  { attribute: 'accountUnlockTime', field: 'lockedOut', form: until, directory: '389 DS' },
  { attribute: 'lockedByIntruder', field: 'lockedOut', form: bad, directory: EDIR, passing },
  {
    attribute: 'loginIntruderResetTime',
    field: 'lockedOut',
    form: { kind: 'until', alone: false },
    directory: EDIR,
  },
  { attribute: 'krbLoginFailedCount', field: 'lockedOut', form: { kind: 'failures' }, directory: IPA },
  { attribute: 'ibm-pwdAccountLocked', field: 'lockedOut', form: bad, directory: 'IBM Security Directory Server' },
  { attribute: 'sambaAcctFlags', field: 'lockedOut', form: { kind: 'letters', bad: 'L' }, directory: SAMBA, passing },

  { attribute: 'pwdStartTime', field: 'accountStart', form: time, directory: 'OpenLDAP' },
  { attribute: 'ds-pwp-account-activation-time', field: 'accountStart', form: time, directory: DJ },
  { attribute: 'loginActivationTime', field: 'accountStart', form: time, directory: EDIR },
  { attribute: 'orclActiveStartDate', field: 'accountStart', form: time, directory: OID },
  { attribute: 'accountStart', field: 'accountStart', form: time, directory: LISTS },

  { attribute: 'accountExpires', field: 'accountEnd', form: time, directory: `${AD}, ${LDS}` },
  {
    attribute: 'accountExpirationDate',
    field: 'accountEnd',
    form: time,
    directory: POWERSHELL,
    unless: 'accountExpires',
  },
  { attribute: 'pwdEndTime', field: 'accountEnd', form: time, directory: 'OpenLDAP' },
  { attribute: 'ds-pwp-account-expiration-time', field: 'accountEnd', form: time, directory: DJ },
  { attribute: 'loginExpirationTime', field: 'accountEnd', form: time, directory: EDIR },
  {
    attribute: 'krbPrincipalExpiration',
    field: 'accountEnd',
    form: { kind: 'time', unit: 'kerberos' },
    directory: IPA,
  },
  { attribute: 'orclActiveEndDate', field: 'accountEnd', form: time, directory: OID },
  { attribute: 'shadowExpire', field: 'accountEnd', form: { kind: 'time', unit: 'days' }, directory: 'shadowAccount' },
  {
    attribute: 'sambaKickoffTime',
    field: 'accountEnd',
    form: { kind: 'time', unit: 'seconds' },
    directory: SAMBA,
  },
  { attribute: 'accountEnd', field: 'accountEnd', form: time, directory: LISTS },
];

/** Without options and however a column's name is written. */
const folded = (attribute: string): string => foldColumn(attribute.split(';', 1)[0]!);

const BY_FIELD = new Map(
  STATE_FIELDS.map((field) => [
    field,
    new Map(STATE_WORDS.filter((word) => word.field === field).map((word) => [folded(word.attribute), word])),
  ]),
);

/** What an attribute is known to say about a field. */
const wordOf = (field: StateField, attribute: string): StateWord | undefined =>
  BY_FIELD.get(field)!.get(folded(attribute));

/** What an attribute is known to say of an account's state, of this field first. */
export const knownWord = (field: StateField, attribute: string): StateWord | undefined =>
  wordOf(field, attribute) ?? STATE_FIELDS.map((other) => wordOf(other, attribute)).find((word) => word !== undefined);

/** The attributes about a field in lower case, in the table's order. */
export const attributesOf = (field: StateField): string[] =>
  [...BY_FIELD.get(field)!.values()].map(({ attribute }) => attribute.toLowerCase());

/** What stands beside them and is needed to judge: of Kerberos, the last failure and the last unlocking. */
export const BESIDE = { lastFailure: 'krblastfailedauth', lastUnlock: 'krblastadminunlock' } as const;
