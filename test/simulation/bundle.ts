/**
 * All functions of the deployment as two texts of JavaScript. `libraries`: the packages and core/, which hold nothing between two calls, so that one
 * evaluation serves a whole process. `functions`: lambdas/, adapters/ and api/, which hold clients and caches: one evaluation is one execution
 * environment. Built from the sources as they are now: a changed handler is what runs.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { relative } from 'node:path';
import { build, type Metafile, type Plugin, stop } from 'esbuild';
import { FUNCTIONS } from '#infra/functions.ts';
import { ROOT } from '#infra/paths.ts';
import { precompute } from '#infra/synth/precompute.ts';

/** `exportsOf`: what `functions` imports of each library module. */
export type Bundle = { readonly libraries: string; readonly functions: string };

const OWN = /^(?:lambdas|adapters|api)\//u;
const HANDLER = 'node_modules/@smithy/node-http-handler/';
const names = Object.keys(FUNCTIONS);
const ENTRY = `export const load = {${names
  .map((name) => `${JSON.stringify(name)}: () => require('./lambdas/${name}/index.ts')`)
  .join(',')}};`;

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  write: false,
  legalComments: 'none',
  logLevel: 'warning',
} as const;
const stdin = (contents: string) => ({ contents, resolveDir: ROOT, loader: 'ts' as const });

/** Instead of a connection: what the process of the simulation hands to it. */
const simulatedNetwork: Plugin = {
  name: 'simulated-network',
  setup(builder) {
    builder.onLoad({ filter: /@smithy[/\\]node-http-handler[/\\]/ }, () => ({
      contents: `const { Handler } = globalThis.__simulatedNetwork; module.exports = { NodeHttpHandler: Handler, NodeHttp2Handler: Handler,
        DEFAULT_REQUEST_TIMEOUT: 0, streamCollector: globalThis.__simulatedNetwork.collect };`,
      loader: 'js',
    }));
  },
};

/** The modules outside of the functions' own folders that these import, by path from the root. */
function librariesOf({ inputs }: Metafile): string[] {
  const wanted = new Set<string>();
  for (const [path, { imports }] of Object.entries(inputs))
    if (OWN.test(path))
      for (const { path: imported, external } of imports)
        if (external !== true && !OWN.test(imported) && imported in inputs) wanted.add(imported);
  return [...wanted].toSorted();
}

/** A module whose exports are read from the evaluated libraries. */
const fromLibraries = (paths: ReadonlySet<string>): Plugin => ({
  name: 'from-libraries',
  setup(builder) {
    builder.onResolve({ filter: /.*/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === 'inside' || isBuiltin(path) || !OWN.test(relative(ROOT, importer))) return undefined;
      const resolved = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'inside' });
      const found = relative(ROOT, resolved.path);
      return paths.has(found) ? { path: found, namespace: 'library' } : undefined;
    });
    builder.onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => ({
      contents: `module.exports = __library(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
});

/**
 * In a package of type module, esbuild takes what `require` gives for the default export; here it gives modules of ECMAScript, which have their
 * own. What stands for a library in the functions is made once (`__made`), not with each environment.
 */
function withDefaults(text: string): string {
  const fixed = text.replace('isNodeMode || !mod ||', '!mod ||').replace(
    /^var __toESM = (.*?);\n/msu,
    (_whole, make: string) => `var __make = ${make};
var __toESM = (module) => {
  if (module === null || typeof module !== 'object') return __make(module);
  let made = __made.get(module);
  if (made === undefined) __made.set(module, (made = __make(module)));
  return made;
};
`,
  );
  if (!fixed.includes('__made.get') || fixed.includes('isNodeMode ||'))
    throw new Error("esbuild's interop has changed: see withDefaults in test/simulation/bundle.ts.");
  return fixed;
}

/** The source of one file, otherwise than it is. */
export type Changed = { readonly file: string; readonly from: string; readonly to: string };
const changing = ({ file, from, to }: Changed): Plugin => ({
  name: 'changing',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (relative(ROOT, path) !== file) return undefined;
      const source = readFileSync(path, 'utf8');
      const contents = source.replace(from, () => to);
      if (contents === source) throw new Error(`${file} does not hold ${from}`);
      return { contents, loader: 'ts' };
    });
  },
});

/** About two seconds. @param changed a mistake to be found @throws where a source can't be compiled */
export async function bundleForSimulation(changed?: Changed): Promise<Bundle> {
  const changes = changed ? [changing(changed)] : [];
  const whole = await build({ ...OPTIONS, stdin: stdin(ENTRY), metafile: true, plugins: [...changes, precompute] });
  const paths = librariesOf(whole.metafile);
  if (paths.some((path) => path.includes(HANDLER))) throw new Error('A function makes connections by itself.');
  const registry = paths.map((path) => `${JSON.stringify(path)}: () => require(${JSON.stringify(`./${path}`)})`);
  const [libraries, functions] = await Promise.all([
    build({
      ...OPTIONS,
      stdin: stdin(`export const modules = {${registry.join(',')}};`),
      plugins: [...changes, precompute, simulatedNetwork],
    }),
    build({ ...OPTIONS, stdin: stdin(ENTRY), plugins: [...changes, fromLibraries(new Set(paths))] }),
  ]);
  await stop();
  return { libraries: libraries.outputFiles[0]!.text, functions: withDefaults(functions.outputFiles[0]!.text) };
}
