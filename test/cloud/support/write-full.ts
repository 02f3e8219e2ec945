/** A program of its own, since the set-up of jest has no resolver for the project's modules: writes the assembly into the folder that it is given. */
import { rmSync } from 'node:fs';
import { builtStandIns } from '../../support/cloud.ts';
import { fullAssembly } from '../../support/full-deployment.ts';

const [outdir] = process.argv.slice(2);
const built = builtStandIns();
fullAssembly(built, outdir);
rmSync(built, { recursive: true, force: true });
