/**
 * `npm run synth`: bundles the functions and leaves the cloud assembly in cdk.out/. Also what the cdk CLI runs (cdk.json).
 */
import { join } from 'node:path';
import { bundleFunctions, ROOT } from './bundle.ts';

// The CDK takes as long to load as the functions to bundle: side by side.
const [{ createApp }] = await Promise.all([import('./app.ts'), bundleFunctions()]);
const assembly = createApp({ outdir: process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out') }).synth();
process.stderr.write(
  `Synthesized ${assembly.stacks.map((stack) => stack.stackName).join(', ')} into ${assembly.directory}\n`,
);
