/** `npm run test:races`: a thousand passcodes, each used eight times at once over HTTP; some minutes. `npm test` plays 200. */
import { INTEGRATION, run, SYNTH } from './check.ts';

const command = ['jest', 'e2e/one-winner', ...INTEGRATION.command.slice(1)];
const env = { ...INTEGRATION.env, LANDFALL_TRIALS: process.env['LANDFALL_TRIALS'] ?? '1000' };
const synth = await run(SYNTH, true);
process.exitCode = synth.code || (await run({ name: 'races', command, env }, true)).code;
