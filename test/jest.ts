/** `npm run unit [-- ARG ...]`: jest with this project's Node. */
import { run } from './check.ts';

const { code } = await run({ name: 'jest', command: ['jest', ...process.argv.slice(2)] }, true);
process.exitCode = code;
