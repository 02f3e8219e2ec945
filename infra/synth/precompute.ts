/**
 * Modules whose values are computed when the functions are bundled: a bundle then holds the bytes and nothing that they
 * were computed from, and no cold start computes them. Everywhere else the same modules run as they are.
 */
import type { Plugin } from 'esbuild';

/** Each exports Buffers only. (esbuild compiles this as a regular expression of Go, which has no flag u.) */
const MODULES = /[/\\]core[/\\]passwords[/\\](?:common|words)\.ts$/;

/** Puts the exported bytes of these modules in their place. @throws where one exports anything else */
export const precompute: Plugin = {
  name: 'precompute',
  setup(build) {
    build.onLoad({ filter: MODULES }, async ({ path }) => {
      const values = Object.entries((await import(path)) as Record<string, unknown>);
      const exported = values.map(([name, value]) => {
        if (!Buffer.isBuffer(value)) throw new Error(`${path}: ${name} is no Buffer.`);
        // Pure, so that a bundle which never looks anything up drops it.
        return `export const ${name} = /* @__PURE__ */ Buffer.from('${value.toString('base64')}', 'base64');`;
      });
      return { contents: exported.join('\n'), loader: 'js' };
    });
  },
};
