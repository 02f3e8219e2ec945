/** `dist/landfall.mjs`: the command line as one file, for a host that has Node and nothing else. */
import { OLDEST_NODE } from './bundle.ts';

/**
 * Read as an ES module, as its ending says; the bundle in it stays CommonJS, in which a name that an older Node's module does not have
 * is undefined instead of an error before the first line. So the version is looked at first, and said.
 */
const head = `#!/usr/bin/env node
// Landfall's command line in one file. Made by \`npm run build:cli\`; licences of what is in it: THIRD-PARTY-LICENSES.txt.
import { createRequire } from 'node:module';
if (Number(process.versions.node.split('.')[0]) < ${OLDEST_NODE}) {
  console.error(\`landfall needs Node ${OLDEST_NODE} or newer; this is \${process.version}. Install a newer one, or use the executable, which has its own.\`);
  process.exit(2);
}
const require = createRequire(import.meta.url);
`;

/** @param bundle CommonJS */
export const singleFile = (bundle: string): string => `${head}\n${bundle}`;
