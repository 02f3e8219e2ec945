/** The `landfall pack` command for the files that the source has. */
import type { SourceKind } from '#core/source-kind.ts';

export const PEOPLE = ['ldif', 'csv', 'ldap'] as const;
export type Wanted = {
  readonly people: (typeof PEOPLE)[number];
  readonly source: SourceKind;
  readonly answers: boolean;
  readonly sourceName: string;
  /** File of the export key. */
  readonly recipient: string;
};

const PEOPLE_OPTIONS = {
  ldif: ['--ldif corp.ldif'],
  csv: ['--csv users.csv'],
  ldap: ['--ldap ldaps://dc1.corp.example', '--base dc=corp,dc=example', '--bind-dn cn=reader,dc=corp,dc=example'],
} as const;

/** Quotes a word for a POSIX shell: unchanged where it has no special characters, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w.,:/@%+=-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** One option on each line, with backslashes, so that it can be pasted as a whole. */
export function packCommand({ people, source, answers, sourceName, recipient }: Wanted): string {
  const lines = [
    'landfall pack',
    ...PEOPLE_OPTIONS[people],
    '--tokens tokens.sdtid',
    '--assignments assignments.csv',
    ...(answers ? ['--answers answers.csv'] : []),
    ...(source === 'internal' ? ['--source internal'] : []),
    ...(sourceName.trim() === '' ? [] : [`--source-name ${shellWord(sourceName.trim())}`]),
    `--recipient ${shellWord(recipient)}`,
    '--signing-key packer.pem',
    '--out export.zip',
  ];
  return lines.join(' \\\n  ');
}
