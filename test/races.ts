/** `npm run test:races`: a thousand passcodes, each used eight times at once over HTTP; some minutes. `npm test` plays 200. */
import { run } from './check.ts';

const command = ['jest', '--selectProjects=integration', '--testPathPatterns', 'e2e/one-winner'];
const env = { LANDFALL_TRIALS: process.env['LANDFALL_TRIALS'] ?? '1000' };
const { code } = await run({ name: 'races', command, env }, true);
process.exitCode = code;
