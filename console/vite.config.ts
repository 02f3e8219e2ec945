/** How the consoles' files are built (infra/synth/pages.ts), and served during their development (`npm run console`). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The address of the deployment of `npm start`, which the served pages call. */
function api(): string {
  const file = join(root, '..', '.landfall', 'deployment.json');
  if (!existsSync(file)) return 'http://127.0.0.1:4380';
  return (JSON.parse(readFileSync(file, 'utf8')) as { apiUrl: string }).apiUrl;
}

export default defineConfig({
  root,
  // Nothing of the environment goes into a page.
  envPrefix: 'LANDFALL_PAGES_',
  server: { proxy: { '/api': api() }, host: '127.0.0.1' },
  build: {
    target: ['chrome111', 'firefox114', 'safari16.4'],
    // S4: what is inlined as data: would need a wider policy for scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: [join(root, 'index.html'), join(root, 'security', 'index.html')] },
  },
});
