/**
 * Whether the cloud assembly in a folder is the one that a synth would leave there now: judged by the content of all that a
 * synth reads, never by times, so that a checkout, a copied folder or a changed clock makes no difference.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ROOT } from '../paths.ts';

const STAMP = 'landfall-inputs.sha256';
/** What a synth does not read. Everything else counts, so that a folder which is added later counts from its first day. */
const LEFT_OUT = new Set(['node_modules', 'build', 'cdk.out', 'coverage', 'docs', 'samples', 'test']);
const isUnread = (name: string) => /\.test\.tsx?$|\.md$/u.test(name);
/** As the process began: Vite sets it when it builds. */
const { NODE_ENV } = process.env;

/** All files below `folder`, by path, in a fixed order. */
function filesOf(folder: string, leftOut: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !leftOut(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesOf(path, leftOut) : [path];
    });
}

/** The SHA-256 of the sources, of the environment that a synth reads, and of what it has left in `outdir`. */
function digest(outdir: string, root: string): string {
  const hash = createHash('sha256');
  const { CDK_CONTEXT_JSON, CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION } = process.env;
  const pages = Object.entries(process.env).filter(([name]) => name.startsWith('LANDFALL_PAGES_'));
  const named = (JSON.parse(CDK_CONTEXT_JSON ?? '{}') as { readonly 'landfall:config'?: string })['landfall:config'];
  if (named !== undefined && existsSync(resolve(root, named))) hash.update(readFileSync(resolve(root, named)));
  const environment = [CDK_CONTEXT_JSON, CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION, NODE_ENV, process.version, pages];
  hash.update(JSON.stringify(environment));
  const sources = filesOf(root, (name) => name.startsWith('.') || LEFT_OUT.has(name) || isUnread(name));
  const result = filesOf(outdir, (name) => name === STAMP);
  for (const file of [...sources, ...result]) {
    const content = readFileSync(file);
    hash.update(JSON.stringify([relative(root, file), content.length])).update(content);
  }
  return hash.digest('hex');
}

/** @returns whether a synth into `outdir` would change nothing */
export function isFresh(outdir: string, root = ROOT): boolean {
  const stamp = join(outdir, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest(outdir, root);
}

/** To be called when a synth has succeeded. */
export function markFresh(outdir: string, root = ROOT): void {
  writeFileSync(join(outdir, STAMP), digest(outdir, root));
}
