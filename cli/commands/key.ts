/** `landfall key`: the public key that packages are encrypted to. */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { print } from '../text/output.ts';
import { note } from '../text/stderr.ts';

type ExportKey = { readonly keyId: string; readonly fingerprint: string; readonly pem: string };

async function run(options: OnlineOptions & { readonly out?: string }): Promise<void> {
  const client = await clientOf(options);
  const key = await client.call<ExportKey>('GET', '/export-key');
  if (options.out !== undefined) writeFileSync(options.out, key.pem);
  // The fingerprint is to be compared over another channel than the key's: an attacker who replaces the key can read the package.
  note(`Fingerprint ${key.fingerprint}`);
  if (options.out === undefined || options.json) print(options.json, key, () => key.pem.trimEnd());
}

export function register(program: Command): void {
  online(
    program
      .command('key')
      .summary("the target's public key, for `landfall pack --recipient`")
      .description(
        "Prints the deployment's export key (RSA, PEM). Packages are encrypted to it; only this deployment can open them.",
      )
      .option('--out <file>', 'write the key to a file'),
    'key > target.pem',
    'key --out target.pem --stack landfall-stateless',
  ).action(run);
}
