/** The consoles' files, built by Vite: index.html (Self-Service Console), security/index.html (Security Console), assets/ by hash. */
import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../paths.ts';

/** Builds into `outdir`, which is emptied first (about a second). @throws Error that names the file which can't be read */
export async function buildPages(outdir: string): Promise<void> {
  await build({
    configFile: join(ROOT, 'console', 'vite.config.ts'),
    // Read as it is: Vite would else write a copy beside the packages, which a service may not.
    configLoader: 'native',
    logLevel: 'warn',
    // How long the build's steps took is of no use to the person who runs the command.
    build: { outDir: outdir, emptyOutDir: true, rolldownOptions: { checks: { bundlerTimings: false } } },
  });
}
