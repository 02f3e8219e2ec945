/** Which deployment a command talks to: what its options say, else the environment, else the file of profiles, else this machine. */
import { invalid } from '#core/errors.ts';
import type { Profile, Profiles } from './profiles.ts';

export type Naming = {
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
};
export type Chosen = Profile & {
  /** What named it, where that is not to be seen in the command: it is said before the command acts. */
  readonly by?: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

function profileOf(name: string, { profiles }: Profiles): Profile {
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (found) return found;
  const names = Object.keys(profiles).join(', ');
  throw invalid(
    'profile.unknown',
    `There is no profile ${name}. ${names ? `Profiles: ${names}.` : 'None is there yet: landfall profile set NAME --stack STACK.'}`,
  );
}

const inRegion = (chosen: Chosen, region: string | undefined): Chosen =>
  region === undefined ? chosen : { ...chosen, region };

/**
 * The first of these that is given: --stack and --profile (--stack takes what else it needs from --profile), LANDFALL_STACK,
 * LANDFALL_PROFILE, LANDFALL_DATA, the file's default profile. --region goes before a profile's.
 * @param read the file of profiles, where one is asked for @returns {} where nothing names one @throws LandfallError profile.unknown
 */
export function chosenDeployment(options: Naming, env: Environment, read: () => Profiles): Chosen {
  const { stack, region, profile } = options;
  const named = profile === undefined ? undefined : profileOf(profile, read());
  if (stack !== undefined) return inRegion({ ...named, data: undefined, stack }, region);
  if (named) return inRegion(named, region);
  if (env['LANDFALL_STACK']) return inRegion({ stack: env['LANDFALL_STACK'], by: 'LANDFALL_STACK' }, region);
  if (env['LANDFALL_PROFILE'])
    return inRegion({ ...profileOf(env['LANDFALL_PROFILE'], read()), by: 'LANDFALL_PROFILE' }, region);
  if (env['LANDFALL_DATA']) return { data: env['LANDFALL_DATA'] };
  const profiles = read();
  if (profiles.default === undefined) return {};
  return inRegion({ ...profileOf(profiles.default, profiles), by: `the default profile ${profiles.default}` }, region);
}
