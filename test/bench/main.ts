/**
 * `npm run bench [-- NAME ...]`: all measurements, or those named, one after the other so that none disturbs another. With `--json` those that
 * can print an object a line.
 */
const BENCHES = {
  tokens: '../bench/tokens.ts',
  import: '../bench/import.ts',
  find: '../bench/find.ts',
  pack: '../bench/pack.ts',
  cli: '../bench/cli.ts',
  logon: '../bench/logon.ts',
  'cold-start': '../bench/cold-start.ts',
  console: '../browser/bench.ts',
} as const;
type Name = keyof typeof BENCHES;

const json = process.argv.includes('--json');
const named = process.argv.slice(2).filter((arg) => arg !== '--json');
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
for (const name of named.length > 0 ? (named as Name[]) : (Object.keys(BENCHES) as Name[])) {
  if (!json) console.log(`\n${name}`);
  await import(new URL(BENCHES[name], import.meta.url).href);
}
