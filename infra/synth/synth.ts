/**
 * `npm run synth`: bundles the functions, builds the consoles and leaves the cloud assembly in cdk.out/. Also what the cdk CLI runs
 * (cdk.json). `--if-changed`: only where the result would differ from what is in cdk.out/.
 */
import { join } from 'node:path';
import { ConfigurationError } from '../configuration/error.ts';
import { CONFIGURATION_FILE } from '../configuration/file.ts';
import { BUILD, ROOT } from '../paths.ts';
import { isFresh, markFresh } from './freshness.ts';

/** The cdk CLI says where it deploys to, and where it wants the cloud assembly. Without it the assembly is for the embedded deployment. */
const byCdk = () => process.env['CDK_OUTDIR'] !== undefined;

/**
 * Builds into `built`, synthesizes with the configuration of landfall.config.ts, and leaves the cloud assembly in `outdir`. Two calls at once need
 * folders of their own. @returns the stacks' names @throws ConfigurationError
 */
export async function synthesize(outdir: string, built = BUILD): Promise<string[]> {
  // The CDK takes as long to load as the rest takes to build: both at once.
  const [{ createApp }] = await Promise.all([
    import('../stacks/app.ts'),
    import('./bundle.ts').then(({ bundleFunctions }) => bundleFunctions(join(built, 'functions'))),
    import('./pages.ts').then(({ buildPages }) => buildPages(join(built, 'console'))),
  ]);
  return createApp({ outdir, built, configurationFile: CONFIGURATION_FILE, anywhere: !byCdk() })
    .synth()
    .stacks.map((stack) => stack.stackName);
}

if (import.meta.main) {
  const outdir = process.env['CDK_OUTDIR'] ?? join(ROOT, 'cdk.out');
  // A run in CI always synthesizes.
  if (process.argv.includes('--if-changed') && !process.env['CI'] && isFresh(outdir)) {
    process.stderr.write(`Nothing that a synth reads has changed since ${outdir} was written\n`);
  } else {
    try {
      const stacks = await synthesize(outdir);
      markFresh(outdir);
      process.stderr.write(`Synthesized ${stacks.join(', ')} into ${outdir}\n`);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    }
  }
}
