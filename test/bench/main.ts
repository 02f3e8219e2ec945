/** `npm run bench [-- NAME ...]`: all measurements, or those named, one after the other so that none disturbs another. */
const BENCHES = {
  tokens: '../bench/tokens.ts',
  import: '../bench/import.ts',
  find: '../bench/find.ts',
  console: '../browser/bench.ts',
} as const;
type Name = keyof typeof BENCHES;

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
for (const name of named.length > 0 ? (named as Name[]) : (Object.keys(BENCHES) as Name[])) {
  console.log(`\n${name}`);
  await import(new URL(BENCHES[name], import.meta.url).href);
}
