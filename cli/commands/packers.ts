/** `landfall packers`: the packers that this deployment trusts (U6). */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { EndedTrust } from '#core/administration/packers.ts';
import { newPackerKey } from '#core/packers/key.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print, table } from '../text/output.ts';

type Packer = {
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  readonly addedBy: string;
  readonly sources?: readonly string[];
};
type AddOptions = OnlineOptions & { readonly source?: readonly string[] };

async function list(options: OnlineOptions): Promise<void> {
  const { packers } = await (await clientOf(options)).call<{ packers: Packer[] }>('GET', '/packers');
  const rows = packers.map(({ id, name, addedAt, addedBy, sources }) => [
    id,
    name,
    sources?.join(', ') ?? 'all',
    new Date(addedAt).toISOString(),
    addedBy,
  ]);
  print(options.json, { packers }, () =>
    rows.length === 0 ? 'No packer is trusted yet.' : table(['id', 'name', 'sources', 'added', 'by'], rows),
  );
}

async function add(name: string, file: string, options: AddOptions): Promise<void> {
  const publicKey = readFileSync(file, 'utf8');
  const client = await clientOf(options);
  const packer = await client.call<Packer>('POST', '/packers', { body: { name, publicKey, sources: options.source } });
  print(
    options.json,
    packer,
    () => `Trusted: ${packer.name} (${packer.id}) for ${packer.sources?.join(', ') ?? 'all sources'}`,
  );
}

function removedText(id: string, { stopped, imported }: EndedTrust): string {
  return [
    `No longer trusted: ${id}`,
    ...stopped.map((run) => `Waited, and is not started: ${run}`),
    ...(imported.length > 0
      ? ['Imported before, newest first (landfall run rollback takes the newest of a source back):']
      : []),
    ...imported.map((run) => `  ${run}`),
  ].join('\n');
}

async function remove(id: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const ended = await client.call<EndedTrust>('DELETE', `/packers/${encodeURIComponent(id)}`);
  print(options.json, { removed: id, ...ended }, () => removedText(id, ended));
}

/** Works offline: the private key is made on the machine that packs, and stays there. */
function newKey(options: { readonly out: string; readonly json?: boolean }): void {
  const { id, privatePem, publicPem } = newPackerKey();
  const publicFile = `${options.out.replace(/\.pem$/u, '')}.pub.pem`;
  writeFileSync(options.out, privatePem, { mode: 0o600, flag: 'wx' });
  writeFileSync(publicFile, publicPem, { flag: 'wx' });
  print(options.json, { id, privateKey: options.out, publicKey: publicFile }, () =>
    [
      `Private key: ${options.out} (keep it; \`landfall pack\` signs with it)`,
      `Public key:  ${publicFile} (landfall packers add NAME ${publicFile})`,
      `Id:          ${id}`,
    ].join('\n'),
  );
}

export function register(program: Command): void {
  const packers = withExamples(
    program
      .command('packers')
      .summary('whose packages are believed')
      .description('The trusted packers: a package whose manifest none of them signed is refused.'),
    'packers new-key --out packer.pem',
    'packers add "HR build host" packer.pub.pem',
    'packers list',
  );
  online(
    packers.command('list').description('Lists the trusted packers.'),
    'packers list',
    'packers list --json',
  ).action(list);
  online(
    packers
      .command('add')
      .description("Trusts a packer's public key.")
      .argument('<name>', 'what to call the packer')
      .argument('<file>', 'its public key (Ed25519, PEM)')
      .option('--source <name...>', 'only for packages of these sources (default: of all)'),
    'packers add "HR build host" packer.pub.pem',
    'packers add "HR build host" packer.pub.pem --source am-old.corp.example',
  ).action(add);
  online(
    packers.command('remove').description('Ends the trust in a packer.').argument('<id>', 'as `packers list` shows it'),
    'packers remove 0f3c...',
  ).action(remove);
  packers
    .command('new-key')
    .description('Makes a key pair for a packer. Works offline; writes no file that exists.')
    .option('--out <file>', 'the private key; the public one is written beside it', 'packer.pem')
    .option('--json', 'print JSON, for scripts')
    .addHelpText('after', '\nExamples:\n  landfall packers new-key\n  landfall packers new-key --out hr-packer.pem\n')
    .action(newKey);
}
