/**
 * Modules whose values are worked out when the functions are bundled: a bundle then holds the bytes and nothing that they
 * were made of, and no cold start pays for making them. Everywhere else the same modules run as they stand.
 */
import type { Plugin } from 'esbuild';

/** Each exports Buffers only. (esbuild reads this as an expression of Go's, which has no flag u.) */
const MODULES = /[/\\]core[/\\]passwords[/\\]common\.ts$/;

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
