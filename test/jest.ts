/** `npm run unit [-- PART ...]`: the unit tests with this project's Node; of a part (`core/tokens`) where one is named. */
import { run, UNIT } from './check.ts';

const given = process.argv.slice(2);
const parts = given.filter((arg) => !arg.startsWith('-')).flatMap((part) => ['--testPathPatterns', part]);
const options = given.filter((arg) => arg.startsWith('-'));
const { code } = await run({ ...UNIT, command: [...UNIT.command, ...parts, ...options] }, true);
process.exitCode = code;
