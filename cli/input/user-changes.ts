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

/** Each field as an option: argument and help. */
const OPTIONS: Readonly<Record<EditableField, readonly [string, string]>> = {
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

function optionOf(field: EditableField): Option {
  const [argument, help] = OPTIONS[field];
  const option = new Option(`--${kebab(field)} <${argument}>`, help);
  const { holds } = USER_FIELDS[field];
  if (holds === 'time') return option.argParser(time);
  return holds === 'role' ? option.choices([...ROLES, '']) : option;
}

export function withChanges(command: Command): Command {
  for (const field of EDITABLE_FIELDS) command.addOption(optionOf(field));
  return command;
}

/** @param options as commander parsed those of withChanges */
export function changesOf(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = EDITABLE_FIELDS.flatMap((field) =>
    options[field] === undefined ? [] : [[field, options[field] === '' ? null : options[field]]],
  );
  return Object.fromEntries(named);
}
