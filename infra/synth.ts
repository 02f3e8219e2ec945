/**
 * `npm run synth`: bundles the functions, builds the consoles and leaves the cloud assembly in cdk.out/. Also what the cdk CLI runs (cdk.json).
 */
import { join } from 'node:path';
import { BUILD, bundleFunctions, ROOT } from './bundle.ts';

/**
 * Builds into `built`, synthesizes, and leaves the cloud assembly in `outdir`. Two that run at once need folders of their
 * own. @returns the stacks' names
 */
export async function synthesize(outdir: string, built = BUILD): Promise<string[]> {
  // The CDK takes as long to load as the rest to be built: side by side.
  const [{ createApp }] = await Promise.all([
    import('./app.ts'),
    bundleFunctions(join(built, 'functions')),
    import('./pages.ts').then(({ buildPages }) => buildPages(join(built, 'console'))),
  ]);
  return createApp({ outdir, built })
    .synth()
    .stacks.map((stack) => stack.stackName);
}

if (import.meta.main) {
  const outdir = process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out');
  process.stderr.write(`Synthesized ${(await synthesize(outdir)).join(', ')} into ${outdir}\n`);
}
