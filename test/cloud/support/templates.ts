/** Templates as they stand: those of a cloud assembly, and those of an earlier commit (test/fixtures/). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

type Resource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
};
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
};
/** By the id of the stack; a nested one has its file's name. */
export type Templates = Readonly<Record<string, Template>>;

const ENDING = '.template.json';

export function templatesOf(assembly: string): Templates {
  const files = readdirSync(assembly).filter((name) => name.endsWith(ENDING));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -ENDING.length),
      JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template,
    ]),
  );
}

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures');

/** The commit before stacks were nested and functions had versions; the digests of assets are zeros. */
export const earlierTemplates = (): Templates =>
  JSON.parse(gunzipSync(readFileSync(join(FIXTURES, 'templates-012bf001.json.gz'))).toString('utf8')) as Templates;
