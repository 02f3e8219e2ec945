/**
 * The fields of a user that a source fills or an administrator edits, and what each may hold. The package's records, the mappings of
 * the sources, the administrator's edit, the options of the command line and the form of the Security Console go by this table;
 * docs/export-format.md is checked against it.
 */
type UserField = {
  /** `time`: of day and date, in UTC. `flag`: true or false. */
  readonly holds: 'text' | 'address' | 'language' | 'time' | 'flag' | 'role';
  /** In UTF-16 code units. */
  readonly maxLength?: number;
  /** Whether an identity source may fill it. */
  readonly source: boolean;
  /** Whether it is a field of the profile that an administrator may change. The account's state is changed by acts of its own. */
  readonly edit: boolean;
};

export const USER_FIELDS = {
  userId: { holds: 'text', maxLength: 255, source: true, edit: false },
  firstName: { holds: 'text', maxLength: 255, source: true, edit: true },
  middleName: { holds: 'text', maxLength: 255, source: true, edit: true },
  lastName: { holds: 'text', maxLength: 255, source: true, edit: true },
  email: { holds: 'address', maxLength: 254, source: true, edit: true },
  certificateDn: { holds: 'text', maxLength: 1024, source: true, edit: true },
  preferredLanguage: { holds: 'language', maxLength: 35, source: true, edit: true },
  accountStart: { holds: 'time', source: true, edit: true },
  accountEnd: { holds: 'time', source: true, edit: true },
  enabled: { holds: 'flag', source: true, edit: false },
  lockedOut: { holds: 'flag', source: true, edit: false },
  role: { holds: 'role', source: false, edit: true },
} as const satisfies Readonly<Record<string, UserField>>;

type Table = typeof USER_FIELDS;
type Where<Property extends 'source' | 'edit'> = {
  [Name in keyof Table]: Table[Name][Property] extends true ? Name : never;
}[keyof Table];
export type SourceField = Where<'source'>;
export type EditableField = Where<'edit'>;

const names = Object.keys(USER_FIELDS) as (keyof Table)[];
export const SOURCE_FIELDS = names.filter((name): name is SourceField => USER_FIELDS[name].source);
export const EDITABLE_FIELDS = names.filter((name): name is EditableField => USER_FIELDS[name].edit);

/** A language as an administrator may set it, such as `en` or `de_DE`. A source's may be any tag. */
export const LANGUAGE = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/u;
