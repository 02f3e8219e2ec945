/** The options of `user edit` as the API's edit of a user. An empty value removes the field's value. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '#core/directory/model.ts';

function time(text: string): string {
  if (text === '') return text;
  const found = Date.parse(text);
  if (Number.isNaN(found)) throw new InvalidArgumentError('Give a date or a time, such as 2026-12-31.');
  return new Date(found).toISOString();
}

export function withChanges(command: Command): Command {
  return command
    .option('--first-name <name>', 'first name')
    .option('--middle-name <name>', 'middle name')
    .option('--last-name <name>', 'last name')
    .option('--email <address>', 'exactly one e-mail address')
    .option('--certificate-dn <dn>', 'certificate DN')
    .option('--preferred-language <language>', 'such as en or de_DE')
    .option('--account-start <time>', 'when the account starts', time)
    .option('--account-end <time>', 'when the account ends', time)
    .addOption(new Option('--role <role>', 'administrative role').choices([...ROLES, '']))
    .option('--enable', 'enable the account')
    .addOption(new Option('--disable', 'disable the account, which ends its sessions').conflicts('enable'))
    .option('--unlock', 'end a lockout')
    .addOption(new Option('--lock', 'lock the account until it is unlocked').conflicts('unlock'))
    .option('--clear-answers', 'remove the answers to the security questions');
}

const FIELDS = [
  'firstName',
  'middleName',
  'lastName',
  'email',
  'certificateDn',
  'preferredLanguage',
  'accountStart',
  'accountEnd',
  'role',
];

/** @param options as commander parsed those of withChanges */
export function changesOf(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = FIELDS.flatMap((field) =>
    options[field] === undefined ? [] : [[field, options[field] === '' ? null : options[field]]],
  );
  return {
    ...Object.fromEntries(named),
    ...(options['enable'] || options['disable'] ? { enabled: options['enable'] === true } : {}),
    ...(options['lock'] || options['unlock'] ? { lockedOut: options['lock'] === true } : {}),
    ...(options['clearAnswers'] ? { clearAnswers: true } : {}),
  };
}
