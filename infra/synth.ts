/**
 * `npm run synth`: bundles the functions and leaves the cloud assembly in cdk.out/. Also what the cdk CLI runs (cdk.json).
 */
import { join } from 'node:path';
import { BUNDLES, bundleFunctions, ROOT } from './bundle.ts';

/**
 * Bundles into `bundles`, synthesizes, and leaves the cloud assembly in `outdir`. Two that run at once need folders of their
 * own. @returns the stacks' names
 */
export async function synthesize(outdir: string, bundles = BUNDLES): Promise<string[]> {
  // The CDK takes as long to load as the functions to bundle: side by side.
  const [{ createApp }] = await Promise.all([import('./app.ts'), bundleFunctions(bundles)]);
  return createApp({ outdir, bundles })
    .synth()
    .stacks.map((stack) => stack.stackName);
}

if (import.meta.main) {
  const outdir = process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out');
  process.stderr.write(`Synthesized ${(await synthesize(outdir)).join(', ')} into ${outdir}\n`);
}
