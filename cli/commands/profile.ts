/** `landfall profile`: names for deployments, kept on this machine. */
import { type Command, InvalidArgumentError } from 'commander';
import { invalid } from '#core/errors.ts';
import { withExamples } from '../online/options.ts';
import { type Profile, profileName, profilesPath, readProfiles, writeProfiles } from '../online/profiles.ts';
import { print, table } from '../text/output.ts';

type SetOptions = Profile & { readonly default?: true; readonly json?: true };

function list({ json }: { json?: true }): void {
  const { profiles, default: usual } = readProfiles(profilesPath());
  const file = profilesPath();
  const rows = Object.entries(profiles).map(([name, one]) => [
    name === usual ? `${name} (default)` : name,
    one.stack ?? one.data,
    one.region,
    one.awsProfile,
  ]);
  print(json, { file, default: usual, profiles }, () =>
    rows.length === 0
      ? 'No profiles yet: landfall profile set NAME --stack STACK.'
      : `${table(['profile', 'stack or folder', 'region', 'AWS profile'], rows)}\n\nKept in ${file}`,
  );
}

function set(name: string, { stack, region, awsProfile, data, default: usual, json }: SetOptions): void {
  const before = readProfiles(profilesPath());
  const given = { stack, region, awsProfile, data };
  const profile = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Profile;
  const standard = usual ? name : before.default;
  const file = writeProfiles(
    {
      ...(standard === undefined ? {} : { default: standard }),
      profiles: { ...before.profiles, [name]: profile },
    },
    profilesPath(),
  );
  print(json, { file, name, profile, default: standard === name }, () =>
    standard === name
      ? `Every command uses ${name} from now on, where it names no other deployment.`
      : `Kept. Use it with --profile ${name}.`,
  );
}

function remove(name: string, { json }: { json?: true }): void {
  const { profiles, default: usual } = readProfiles(profilesPath());
  if (!Object.hasOwn(profiles, name)) throw invalid('profile.unknown', `There is no profile ${name}.`);
  const others = Object.fromEntries(Object.entries(profiles).filter(([other]) => other !== name));
  const standard = usual === name ? undefined : usual;
  const file = writeProfiles(
    { ...(standard === undefined ? {} : { default: standard }), profiles: others },
    profilesPath(),
  );
  print(json, { file, removed: name }, () => `Removed ${name}.`);
}

function checkedName(name: string): string {
  if (profileName.safeParse(name).success) return name;
  throw new InvalidArgumentError('Give a name of at most 64 letters, digits, dots and dashes.');
}

const JSON_OPTION = ['--json', 'print JSON, for scripts'] as const;

export function register(program: Command): void {
  const group = withExamples(
    program
      .command('profile')
      .summary('names for deployments')
      .description(
        'Keeps names for deployments on this machine, so that --profile says what --stack and --region do. What a command names goes before LANDFALL_STACK and LANDFALL_PROFILE, and those before the default profile.',
      ),
    'profile set prod --stack landfall-stateless --region eu-central-1 --aws-profile prod-operator',
    'profile list',
  );
  group
    .command('list')
    .description('Lists the profiles, and the file that they are kept in.')
    .option(...JSON_OPTION)
    .action(list);
  withExamples(
    group
      .command('set')
      .description('Keeps a profile, in place of one of this name.')
      .argument('<name>', 'what to call the deployment', checkedName)
      .option('--stack <name>', 'its stateless stack')
      .option('--region <region>', "the stack's region")
      .option('--aws-profile <name>', "whose credentials are used: a profile of the AWS command line's")
      .option('--data <folder>', 'instead of a stack: where `npm start` on this machine keeps its data')
      .option('--default', 'use it where a command names no deployment')
      .option(...JSON_OPTION),
    'profile set prod --stack landfall-stateless --region eu-central-1',
    'profile set here --data /srv/landfall --default',
  ).action(set);
  withExamples(
    group
      .command('remove')
      .description('Forgets a profile.')
      .argument('<name>', 'its name')
      .option(...JSON_OPTION),
    'profile remove prod',
  ).action(remove);
}
