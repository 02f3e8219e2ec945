/**
 * A few kinds of tests, one runner. Sources are compiled to CommonJS by swc, and so are the packages that come as ES modules
 * alone: jest would need an experimental flag of Node's to load those as they are.
 */
const ES_MODULES = '(@middy|get-port|preact)';

const swc = (react: object = {}) => [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2024', transform: react },
    module: { type: 'commonjs' },
  },
];

const COMMON = {
  rootDir: '.',
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/quiet.ts'],
  transform: {
    '^.+\\.ts$': swc(),
    [`/node_modules/${ES_MODULES}/.+\\.js$`]: swc(),
    '^.+\\.tsx$': swc({ react: { runtime: 'automatic', importSource: 'preact' } }),
  },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES}/)`],
  // Where these have their modules, they say to `import` alone.
  moduleNameMapper: {
    '^@middy/([\\w-]+)$': '<rootDir>/node_modules/@middy/$1/index.js',
    '^preact$': '<rootDir>/node_modules/preact/src/index.js',
    '^preact/jsx-runtime$': '<rootDir>/node_modules/preact/jsx-runtime/src/index.js',
    '^preact/hooks$': '<rootDir>/node_modules/preact/hooks/src/index.js',
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/build', '<rootDir>/.landfall'],
};

export const UNIT = {
  ...COMMON,
  displayName: 'unit',
  testMatch: [
    '<rootDir>/{core,adapters,lambdas,statemachines,api,cli,console,distribution,bin,test/contract}/**/*.test.ts',
    '<rootDir>/infra/{cloud-assembly,configuration,cost,recovery,scale,synth}/*.test.ts',
    '<rootDir>/test/{simulation,timing}/**/*.test.ts',
  ],
};

export default {
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/support/run-folder.ts',
  globalTeardown: '<rootDir>/test/support/run-folder-end.ts',
  maxWorkers: 2,
  collectCoverageFrom: ['core/**/*.ts', '!**/*.test.ts'],
  coverageDirectory: 'build/coverage',
  coverageReporters: [['text', { skipFull: true, maxCols: 160 }], 'text-summary'],
  coverageThreshold: { global: { lines: 100, branches: 100 } },
  reporters: ['default', '<rootDir>/test/reporter.ts'],
  projects: [
    UNIT,
    {
      ...COMMON,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/test/{integration,e2e,browser}/**/*.test.ts',
        '<rootDir>/local/**/*.test.ts',
        '<rootDir>/infra/stacks/*.test.ts',
      ],
    },
    {
      ...COMMON,
      displayName: 'cloud',
      globalSetup: '<rootDir>/test/cloud/support/set-up.ts',
      testMatch: ['<rootDir>/test/cloud/*.test.ts'],
    },
    {
      ...COMMON,
      displayName: 'deploy',
      globalSetup: '<rootDir>/test/cloud/support/set-up.ts',
      testMatch: ['<rootDir>/test/cloud/deploy/*.test.ts'],
    },
  ],
};
