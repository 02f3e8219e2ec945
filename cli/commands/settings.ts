/** `landfall settings`: each setting has a path, such as securityQuestions.enrolment. */
import { type Command, InvalidArgumentError } from 'commander';
import { invalid } from '#core/errors.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print, table } from '../text/output.ts';
import { settingsTable } from '../text/settings.ts';
import { note } from '../text/stderr.ts';

/** As the deployment answers: it may be of another version, with settings that this one does not know. */
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Read = { readonly settings: Settings; readonly version: number };
type Saved = Read & {
  readonly changed: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
  readonly warnings: readonly { readonly code: string; readonly reason: string }[];
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function pathOf(text: string): [string, string] {
  const [group, field, ...more] = text.split('.');
  if (!group || !field || more.length > 0)
    throw new InvalidArgumentError('Name one setting as GROUP.FIELD; `landfall settings list` shows them all.');
  return [group, field];
}

/** The value in the type of the present one: numbers, true and false, JSON for lists, else the text itself. */
function parseValue(text: string, present: unknown): unknown {
  if (typeof present === 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('settings.value', `Give this setting as ${Array.isArray(present) ? 'a JSON list' : typeof present}.`);
  }
}

function presentValue(settings: Settings, [group, field]: [string, string]): unknown {
  const fields = settings[group];
  if (!fields || !Object.hasOwn(fields, field))
    throw invalid('settings.unknown', `There is no setting ${group}.${field}. See \`landfall settings list\`.`);
  return fields[field];
}

async function listAll(options: OnlineOptions): Promise<void> {
  const read = await (await clientOf(options)).call<Read>('GET', '/settings');
  const rows = Object.entries(read.settings).flatMap(([group, fields]) =>
    Object.entries(fields).map(([field, value]) => [`${group}.${field}`, shown(value)]),
  );
  print(options.json, read, () => table(['setting', 'value'], rows));
}

async function get(path: [string, string], options: OnlineOptions): Promise<void> {
  const { settings } = await (await clientOf(options)).call<Read>('GET', '/settings');
  const value = presentValue(settings, path);
  print(options.json, value, () => shown(value));
}

async function set(path: [string, string], text: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const { settings, version } = await client.call<Read>('GET', '/settings');
  const [group, field] = path;
  const value = parseValue(text, presentValue(settings, path));
  const body = { version, settings: { [group]: { [field]: value } } };
  const saved = await client.call<Saved>('PATCH', '/settings', { body });
  for (const { code, reason } of saved.warnings) note(`Warning ${code}: ${reason}`, 'yellow');
  const changes = Object.entries(saved.changed);
  const text_ = changes.map(([name, { before, after }]) => `${name}: ${shown(before)} -> ${shown(after)}`).join('\n');
  print(options.json, saved, () => text_ || 'It has this value already.');
}

export function register(program: Command): void {
  const settings = withExamples(
    program
      .command('settings')
      .summary('read and change settings')
      .description('The settings of the deployment. Each change is in the audit with the values before and after.')
      .addHelpText('after', () => `\nSettings:\n${settingsTable()}`),
    'settings list',
    'settings get recovery.mode',
    'settings set internalDatabase.passwordRequired false',
  );
  online(settings.command('list').description('Lists all settings.'), 'settings list', 'settings list --json').action(
    listAll,
  );
  online(
    settings.command('get').description('Prints one setting.').argument('<path>', 'GROUP.FIELD', pathOf),
    'settings get consoleAuthentication.selfService',
  ).action(get);
  online(
    settings
      .command('set')
      .description('Changes one setting. `landfall settings --help` shows what each takes.')
      .argument('<path>', 'GROUP.FIELD', pathOf)
      .argument('<value>', 'text, a number, true or false; lists as JSON'),
    'settings set internalDatabase.passwordRequired false',
    'settings set consoleAuthentication.selfService "RSA_Password/SecurID_Native"',
    `settings set passwordPolicy.words '["Acme", "Acme Corp"]'`,
  ).action(set);
}
