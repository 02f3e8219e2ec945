import { UNIT } from '../../jest.config.ts';

export default { ...UNIT, rootDir: '../..', setupFiles: ['<rootDir>/test/mutation/setup.ts'] };
