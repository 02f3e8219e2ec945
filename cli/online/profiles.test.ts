import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Profiles, profilesPath, readProfiles, writeProfiles } from './profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-profiles-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'landfall', 'profiles.json');
const PROFILES: Profiles = { default: 'a', profiles: { a: { stack: 's', region: 'r' }, b: { data: '/d' } } };
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

test('profiles are read as they were written, and only their owner may read or write the file', () => {
  expect(readProfiles(file)).toEqual({ profiles: {} });
  expect(writeProfiles(PROFILES, file)).toBe(file);
  expect(readProfiles(file)).toEqual(PROFILES);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'landfall')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, 'landfall'))).toEqual(['profiles.json']);
});

test.each([
  [{ a: {} }, /one of stack and data/u],
  [{ a: { stack: 's', data: '/d' } }, /one of stack and data/u],
  [{ a: { data: 'relative' } }, /path from the root/u],
  [{ a: { data: '/d', region: 'r' } }, /nothing else/u],
])('%j is refused, and the file stays as it was', (profiles, message) => {
  writeProfiles(PROFILES, file);
  const before = readFileSync(file);
  expect(() => writeProfiles({ profiles } as unknown as Profiles, file)).toThrow(refused('profile.invalid', message));
  expect(readFileSync(file)).toEqual(before);
});

test.each([0o620, 0o602])('a file of mode %i is refused, and the message says what to do', (mode) => {
  writeProfiles(PROFILES, file);
  chmodSync(file, mode);
  expect(() => readProfiles(file)).toThrow(refused('profile.file_unsafe', /chmod 600 .*profiles\.json/u));
  chmodSync(file, 0o600);
});

test.each([
  ['{"profiles"', /no JSON/u],
  ['[]', /the whole/u],
  ['{"profiles":{"a":{"stak":"x"}}}', /profiles\.a/u],
  ['{"profiles":{},"default":"a"}', /default must name/u],
])('a file of %s is named, with what is wrong', (content, message) => {
  writeFileSync(file, content, { mode: 0o600 });
  expect(() => readProfiles(file)).toThrow(refused('profile.file_invalid', message));
});

test('the file lies where LANDFALL_PROFILES says, else with the settings of programs, else nowhere', () => {
  expect(profilesPath({ LANDFALL_PROFILES: '/p.json', XDG_CONFIG_HOME: '/x' }, '/home/ada')).toBe('/p.json');
  if (process.platform !== 'win32') {
    expect(profilesPath({ XDG_CONFIG_HOME: '/x' }, '/home/ada')).toBe('/x/landfall/profiles.json');
    expect(profilesPath({ XDG_CONFIG_HOME: 'x' }, '/home/ada')).toBe('/home/ada/.config/landfall/profiles.json');
    expect(profilesPath({}, '')).toBeUndefined();
  }
});

test('without a place for the file, reading finds no profile and writing says so', () => {
  expect(readProfiles(undefined)).toEqual({ profiles: {} });
  expect(() => writeProfiles(PROFILES, undefined)).toThrow(refused('profile.no_place', /LANDFALL_PROFILES/u));
});
