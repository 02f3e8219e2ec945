/** The options of `user edit` as the API's edit of a user. An empty value removes the field's value. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '#core/directory/model.ts';
import { EDITABLE_FIELDS, type EditableField, USER_FIELDS } from '#core/user-fields.ts';

function time(text: string): string {
  if (text === '') return text;
  const found = Date.parse(text);
  if (Number.isNaN(found)) throw new InvalidArgumentError('Give a date or a time, such as 2026-12-31.');
  return new Date(found).toISOString();
}

/** Fields with a value of their own, as options: argument and help. What is true or false has two options each. */
const OPTIONS: Readonly<Record<Exclude<EditableField, 'enabled' | 'lockedOut'>, readonly [string, string]>> = {
  firstName: ['name', 'first name'],
  middleName: ['name', 'middle name'],
  lastName: ['name', 'last name'],
  email: ['address', 'exactly one e-mail address'],
  certificateDn: ['dn', 'certificate DN'],
  preferredLanguage: ['language', 'such as en or de_DE'],
  accountStart: ['time', 'when the account starts'],
  accountEnd: ['time', 'when the account ends'],
  role: ['role', 'administrative role'],
};

const kebab = (field: string): string => field.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

function optionOf(field: keyof typeof OPTIONS): Option {
  const [argument, help] = OPTIONS[field];
  const option = new Option(`--${kebab(field)} <${argument}>`, help);
  const { holds } = USER_FIELDS[field];
  if (holds === 'time') return option.argParser(time);
  return holds === 'role' ? option.choices([...ROLES, '']) : option;
}

const FIELDS = EDITABLE_FIELDS.filter((field) => field in OPTIONS) as (keyof typeof OPTIONS)[];

export function withChanges(command: Command): Command {
  for (const field of FIELDS) command.addOption(optionOf(field));
  return command
    .option('--enable', 'enable the account')
    .addOption(new Option('--disable', 'disable the account, which ends its sessions').conflicts('enable'))
    .option('--unlock', 'end a lockout')
    .addOption(new Option('--lock', 'lock the account until it is unlocked').conflicts('unlock'))
    .option('--clear-answers', 'remove the answers to the security questions');
}

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
