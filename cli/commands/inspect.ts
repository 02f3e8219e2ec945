/** `landfall inspect`: what a package holds and why a target would refuse it. Works offline and without a private key. */
import type { Command } from 'commander';
import { readInput } from '#cli/package/inputs.ts';
import { type Inspection, inspectPackage } from '#cli/package/inspect.ts';
import { EXIT, print } from '#cli/text/output.ts';
import { describeCounts, describeRefusals } from '#cli/text/refusals.ts';
import { describeWhole } from '#cli/text/whole.ts';

type Options = { packer?: string; recipient?: string; json?: true };

function describe(found: Inspection): string[] {
  const { source, signature } = found;
  const checked = { valid: 'valid', wrong: 'WRONG', missing: 'MISSING', 'not checked': 'not checked: give --packer' };
  return [
    `${found.file}: ${found.bytes} bytes, ${found.parts} parts, ${found.records} records`,
    `  migration ${found.migrationId}`,
    `  from "${source.deployment}", ${source.kind} identity source (${source.identitySource}), packed ${found.createdAt} (${found.ageDays} days ago)`,
    describeWhole(found),
    ...describeCounts(found.counts, found.questions.length),
    `  encrypted for key ${found.recipient}`,
    `  signed by ${found.signer ?? 'nobody'} (${checked[signature]})`,
    ...(found.refusals.length > 0 ? ['Left out when it was packed:', ...describeRefusals(found.refusals)] : []),
    ...(found.problems.length > 0
      ? ['A target would refuse this package:', ...found.problems.map(({ code, detail }) => `  ${code}: ${detail}`)]
      : ['Nothing speaks against it, as far as can be seen without the keys.']),
  ];
}

async function run(file: string, options: Options): Promise<void> {
  const found = await inspectPackage(file, {
    packer: options.packer === undefined ? undefined : await readInput('packer key', options.packer),
    recipient: options.recipient === undefined ? undefined : await readInput('recipient key', options.recipient),
    now: Date.now(),
  });
  // A manifest may come from an attacker: its control characters must not reach the terminal.
  print(options.json, found, () =>
    describe(found)
      .map((line) => line.replace(/\p{Cc}/gu, '?'))
      .join('\n'),
  );
  if (found.problems.length > 0) process.exitCode = EXIT.refused;
}

export function register(program: Command): void {
  program
    .command('inspect')
    .summary('what a package holds, and why it would be refused; no key needed')
    .description(
      'Reads the manifest of an export package, checks the hash of every part, and says what a target would refuse. Exit code 1 where it would refuse the package.',
    )
    .argument('<package>', 'the file that `landfall pack` wrote')
    .option('--packer <file>', "the packer's public key (PEM): checks the signature")
    .option('--recipient <file>', "the target's public key, from `landfall key`: checks whom the package is for")
    .option('--json', 'everything as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  landfall inspect export.zip\n  landfall inspect export.zip --packer packer.pub.pem --recipient target.pem\n  landfall inspect export.zip --json | jq .problems\n',
    )
    .action(run);
}
