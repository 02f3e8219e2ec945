/**
 * `npm run synth`: bundles the functions and leaves the cloud assembly in cdk.out/. Also what the cdk CLI runs (cdk.json).
 */
import { join } from 'node:path';
import { bundleFunctions, ROOT } from './bundle.ts';

/** Bundles, synthesizes, and leaves the cloud assembly in `outdir`. @returns the stacks' names */
export async function synthesize(outdir: string): Promise<string[]> {
  // The CDK takes as long to load as the functions to bundle: side by side.
  const [{ createApp }] = await Promise.all([import('./app.ts'), bundleFunctions()]);
  return createApp({ outdir })
    .synth()
    .stacks.map((stack) => stack.stackName);
}

if (import.meta.main) {
  const outdir = process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out');
  process.stderr.write(`Synthesized ${(await synthesize(outdir)).join(', ')} into ${outdir}\n`);
}
