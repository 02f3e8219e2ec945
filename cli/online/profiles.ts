/** Deployments that an administrator has given names on this machine: `profiles.json`. It holds no secret. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { invalid } from '#core/errors.ts';

const text = z.string().min(1);
export const profileName = z.string().regex(/^[\w.-]{1,64}$/u);
const profile = z
  .strictObject({
    /** The stateless stack of a deployment on AWS. */
    stack: text.optional(),
    region: text.optional(),
    /** A profile of the AWS command line's own files, whose credentials are used. */
    awsProfile: text.optional(),
    /** Where `npm start` on this machine keeps a deployment's data, instead of a stack. */
    data: text.refine(isAbsolute, 'must be a path from the root').optional(),
  })
  .refine(({ stack, data }) => (stack === undefined) !== (data === undefined), 'must have one of stack and data')
  .refine(({ data, region, awsProfile }) => !data || !(region || awsProfile), 'with data must have nothing else');
const profilesFile = z
  .strictObject({ default: profileName.optional(), profiles: z.record(profileName, profile) })
  .refine((file) => file.default === undefined || file.default in file.profiles, 'default must name a profile');

export type Profile = z.output<typeof profile>;
export type Profiles = z.output<typeof profilesFile>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * LANDFALL_PROFILES, else where programs keep their settings: `%APPDATA%\landfall` on Windows, else the XDG Base Directory
 * Specification's `$XDG_CONFIG_HOME/landfall`, by default `~/.config/landfall`. Undefined where there is no such place.
 */
export function profilesPath(env: Environment = process.env, home = homedir()): string | undefined {
  const given = env['LANDFALL_PROFILES'];
  if (given) return given;
  const folders = process.platform === 'win32' ? [env['APPDATA']] : [env['XDG_CONFIG_HOME'], join(home, '.config')];
  const folder = folders.find((one) => one !== undefined && isAbsolute(one));
  return folder === undefined ? undefined : join(folder, 'landfall', 'profiles.json');
}

/** Who may write to the file could have packages and acts sent elsewhere. */
function refuseForeign(file: string): void {
  if (process.platform === 'win32') return;
  const { mode, uid } = statSync(file);
  const own = uid === process.getuid?.() || uid === 0;
  if (own && (mode & 0o022) === 0) return;
  throw invalid(
    'profile.file_unsafe',
    `Other users of this machine may change ${file}, and with it which deployment is meant. Look through it, then: chmod 600 ${file}${own ? '' : `, and chown it to yourself`}`,
  );
}

const NONE: Profiles = { profiles: {} };

/** @param file of profilesPath. @throws LandfallError profile.file_unsafe, profile.file_invalid */
export function readProfiles(file: string | undefined): Profiles {
  if (file === undefined || !existsSync(file)) return NONE;
  refuseForeign(file);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalid('profile.file_invalid', `${file} is no JSON. Mend it, or remove it and name the profiles anew.`);
  }
  const { data, error } = profilesFile.safeParse(content);
  if (data) return data;
  const where = error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ');
  throw invalid('profile.file_invalid', `${file} is no file of profiles (${where}). Mend it, or remove it.`);
}

/** Replaced in one step; only its owner may read or write it. @throws LandfallError profile.invalid, profile.no_place */
export function writeProfiles(profiles: Profiles, file: string | undefined): string {
  if (file === undefined)
    throw invalid(
      'profile.no_place',
      'There is no home folder. Say where the profiles are kept with LANDFALL_PROFILES.',
    );
  const { success, error } = profilesFile.safeParse(profiles);
  if (!success) throw invalid('profile.invalid', `A profile ${error.issues[0]!.message}.`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
