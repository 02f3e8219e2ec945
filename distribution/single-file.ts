/** `dist/landfall.mjs`: the command line as one file, for a host that has Node and nothing else. */
import { OLDEST_NODE } from './bundle.ts';

/**
 * Read as an ES module, as its ending says; the bundles in it stay CommonJS, in which a name that an older Node's module does not have
 * is undefined instead of an error before the first line. So the version is looked at first, and said.
 */
const head = `#!/usr/bin/env node
// Landfall's command line in one file. Made by \`npm run build:cli\`; licences of what is in it: THIRD-PARTY-LICENSES.txt.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
if (Number(process.versions.node.split('.')[0]) < ${OLDEST_NODE}) {
  console.error(\`landfall needs Node ${OLDEST_NODE} or newer; this is \${process.version}. Install a newer one, or use the executable, which has its own.\`);
  process.exit(2);
}
const require = createRequire(import.meta.url);
const list = { exports: {} };
((module, exports) => {
`;

const MARK = '\n// The whole program, each line behind the mark of a comment.\n';

/** Lines keep their numbers, so that the place of an error is one of this file. */
const tail = `})(list, list.exports);
if (!list.exports.listed()) {
  const filename = fileURLToPath(import.meta.url);
  const [before, after] = readFileSync(filename, 'utf8').split(${JSON.stringify(MARK)});
  const program = \`(function (require) {\${after.replace(/^\\/\\//gm, '')}})\`;
  new Script(program, { filename, lineOffset: before.split('\\n').length + 1 }).runInThisContext()(require);
}
`;

/**
 * Most of the file is a comment, which the engine passes over: to read megabytes of program takes several times as long as to print the list
 * of commands. @param bundle CommonJS; its `list` exports `listed`
 */
export const singleFile = ({ text, list }: { readonly text: string; readonly list: string }): string =>
  `${head}${list}${tail}${MARK}${text.replaceAll(/^/gmu, '//')}\n`;
