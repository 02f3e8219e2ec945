/** `dist/THIRD-PARTY-LICENSES.txt`: the packages that are in an artefact, with the licence that each comes under. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundle.ts';

type Manifest = { readonly name: string; readonly version: string; readonly license?: string };
export type Licensed = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
};

/** Such as node_modules/a, or node_modules/a/node_modules/@b/c. */
const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u;
const TEXTS = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/** A package that says its licence and brings no text of it: most of the AWS SDK's small ones. */
const noText = (license: string): string => `(The package brings no text of its licence, ${license}.)`;

function licensed(folder: string): Licensed {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (license === undefined) throw new Error(`${name} says no licence: it can't be given to others.`);
  const texts = readdirSync(folder)
    .filter((file) => TEXTS.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { name, version, license, text: texts.length > 0 ? texts.join('\n\n') : noText(license) };
}

/** The packages that these files belong to, by name. @param files by path from the root @throws Error where one says no licence */
export function packagesOf(files: readonly string[]): Licensed[] {
  const folders = new Set(files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  return [...folders]
    .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
    .map((folder) => licensed(join(ROOT, folder)))
    .sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** Packages under the same words stand together. @param packages of packagesOf, and Node where it is in an artefact */
export function licencesText(packages: readonly Licensed[]): string {
  const byText = new Map<string, Licensed[]>();
  for (const one of packages) byText.set(one.text, [...(byText.get(one.text) ?? []), one]);
  const sections = [...byText].map(([text, all]) =>
    [...all.map(({ name, version, license }) => `${name} ${version} (${license})`), '', text].join('\n'),
  );
  const line = `\n\n${'-'.repeat(78)}\n\n`;
  const own = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim();
  return `${[`landfall\n\n${own}`, ...sections].join(line)}\n`;
}
