import { chosenDeployment } from './chosen.ts';
import type { Profiles } from './profiles.ts';

const PROFILES: Profiles = {
  default: 'prod',
  profiles: {
    prod: { stack: 'landfall-stateless', region: 'eu-central-1', awsProfile: 'ops' },
    test: { stack: 'landfall-test-stateless' },
    here: { data: '/srv/landfall' },
  },
};
const chosen = (
  options: Parameters<typeof chosenDeployment>[0] = {},
  env: Record<string, string> = {},
  profiles: Profiles = PROFILES,
) => chosenDeployment(options, env, () => profiles);
const EVERYTHING = { LANDFALL_STACK: 'by-variable', LANDFALL_PROFILE: 'here', LANDFALL_DATA: '/data' };

test('what a command names goes before the environment, and is not said again', () => {
  expect(chosen({ stack: 'mine' }, EVERYTHING)).toEqual({ stack: 'mine' });
  expect(chosen({ profile: 'test' }, EVERYTHING)).toEqual({ stack: 'landfall-test-stateless' });
});

test('--stack and --region take what else they need from --profile', () => {
  const options = { profile: 'prod', stack: 'landfall-2-stateless', region: 'eu-west-1' };
  expect(chosen(options)).toEqual({ stack: 'landfall-2-stateless', region: 'eu-west-1', awsProfile: 'ops' });
  expect(chosen({ profile: 'here', stack: 'mine' })).toEqual({ stack: 'mine' });
});

test('LANDFALL_STACK goes before LANDFALL_PROFILE, that before LANDFALL_DATA, and that before the default profile', () => {
  const { LANDFALL_STACK: _, ...noStack } = EVERYTHING;
  expect(chosen({}, EVERYTHING)).toEqual({ stack: 'by-variable', by: 'LANDFALL_STACK' });
  expect(chosen({}, noStack)).toEqual({ data: '/srv/landfall', by: 'LANDFALL_PROFILE' });
  expect(chosen({}, { LANDFALL_DATA: '/data' })).toEqual({ data: '/data' });
  expect(chosen()).toEqual({ ...PROFILES.profiles['prod'], by: 'the default profile prod' });
  expect(chosen({}, {}, { profiles: {} })).toEqual({});
});

test('--region goes before the region of a profile', () => {
  expect(chosen({ region: 'eu-west-1' })).toMatchObject({ region: 'eu-west-1', awsProfile: 'ops' });
});

test('the file is not read where a command or a variable names the deployment without it', () => {
  const read = () => {
    throw new Error('read');
  };
  expect(chosenDeployment({ stack: 'mine' }, {}, read)).toEqual({ stack: 'mine' });
  expect(chosenDeployment({}, EVERYTHING, read)).toMatchObject({ stack: 'by-variable' });
});

test('a profile that is not there is named, with those that are; a name of every object is none', () => {
  const refusal = (message: RegExp) =>
    expect.objectContaining({ code: 'profile.unknown', message: expect.stringMatching(message) });
  expect(() => chosen({ profile: 'prd' })).toThrow(refusal(/prd.*Profiles: prod, test, here/u));
  expect(() => chosen({ profile: 'toString' })).toThrow(refusal(/toString/u));
  expect(() => chosen({ profile: 'prd' }, {}, { profiles: {} })).toThrow(refusal(/landfall profile set NAME/u));
});
