/**
 * Modules whose values are computed when the functions are bundled, so that no cold start computes them, and no bundle holds what they are
 * computed from. Everywhere else the same modules run as they are.
 */
import { writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Each exports functions that return bytes. A bundle that uses one has a file with them beside it, which the first call reads; one that is
 * written nowhere holds them itself.
 */
const BYTES = /[/\\]core[/\\]passwords[/\\](?:common|words)\.ts$/;
/** Each exports parts of the catalogue of errors. What is said of a code in documents alone is left out. */
const ERRORS = /[/\\]core[/\\]errors[/\\][\w-]+\.ts$/;
/** In the folder of errors, but no such part; and the part of which rules say what it means. */
const NO_PARTS = new Set(['catalogue.ts', 'definition.ts', 'token-files.ts']);

type Exports = Readonly<Record<string, unknown>>;
type Part = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const SAID_IN_DOCUMENTS = new Set(['means', 'facts']);
const without = (definition: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(definition).filter(([name]) => !SAID_IN_DOCUMENTS.has(name)));

function partOf(path: string, [name, value]: readonly [string, unknown]): string {
  const codes = Object.entries((value ?? {}) as Part);
  if (codes.length === 0 || !codes.every(([, { status, means }]) => Number.isInteger(status) && means))
    throw new Error(`${path}: ${name} is no part of the catalogue of errors.`);
  return `export const ${name} = ${JSON.stringify(Object.fromEntries(codes.map(([code, of]) => [code, without(of)])))};`;
}

/** Puts what these modules export in their place. @throws where one exports anything else */
export const precompute: Plugin = {
  name: 'precompute',
  setup({ onLoad, onEnd, initialOptions }) {
    const folder = initialOptions.format === 'esm' ? 'import.meta.dirname' : '__dirname';
    const root = initialOptions.absWorkingDir ?? process.cwd();
    const apart = initialOptions.write !== false;
    initialOptions.metafile = true;
    /** Input -> the files beside the bundles that hold it. */
    const files = new Map<string, Map<string, Buffer>>();
    onLoad({ filter: BYTES }, async ({ path }) => {
      const found = new Map<string, Buffer>();
      const lines = Object.entries((await import(path)) as Exports).map(([name, value]) => {
        const bytes: unknown = typeof value === 'function' ? (value as () => unknown)() : undefined;
        if (!Buffer.isBuffer(bytes)) throw new Error(`${path}: ${name} is no function that returns bytes.`);
        found.set(`${name}.bin`, bytes);
        const reading = apart
          ? `readFileSync(join(${folder}, '${name}.bin'))`
          : `Buffer.from('${bytes.toString('base64')}', 'base64')`;
        return `let ${name}Read;\nexport const ${name} = () => (${name}Read ??= ${reading});`;
      });
      files.set(relative(root, path).replaceAll(sep, '/'), found);
      const imports = "import { readFileSync } from 'node:fs';\nimport { join } from 'node:path';";
      return { contents: [imports, ...lines].join('\n'), loader: 'js' };
    });
    onLoad({ filter: ERRORS }, async ({ path }) => {
      if (NO_PARTS.has(basename(path))) return undefined;
      const parts = Object.entries((await import(path)) as Exports).map((one) => partOf(path, one));
      return { contents: parts.join('\n'), loader: 'js' };
    });
    onEnd(({ metafile }) => {
      if (!apart) return;
      for (const [output, { inputs }] of Object.entries(metafile?.outputs ?? {}))
        for (const [input, { bytesInOutput }] of Object.entries(inputs))
          if (bytesInOutput > 0)
            for (const [name, bytes] of files.get(input) ?? []) writeFileSync(join(root, dirname(output), name), bytes);
    });
  },
};
