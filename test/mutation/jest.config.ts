import { UNIT } from '../../jest.config.ts';

export default {
  ...UNIT,
  rootDir: '../..',
  // What the tests of core/ and lambdas/ reach: jest looks through these folders anew for each mutant.
  roots: ['core', 'lambdas', 'adapters', 'statemachines', 'test/support'].map((folder) => `<rootDir>/${folder}`),
  setupFiles: [...UNIT.setupFiles, '<rootDir>/test/mutation/setup.ts'],
};
