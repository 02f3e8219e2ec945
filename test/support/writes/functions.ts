/** The functions of adapters/ that write: by the helpers that send, directly or through what their own file keeps to itself. */
import { readFileSync } from 'node:fs';
import { sourcesOf } from '../imports.ts';

const SENDS =
  /\b(?:putItem|createItem|updateItem|removeItem|takeItem|putItems|deleteItems|insertAll|insertTogether|transact|transactSettled|transactRecorded|updateRecorded|putObject|replaceObject|startExecutionOf)\(|\bnew (?!Get|Head|List|Describe|Sign|UploadPart)\w+Command\(/u;
/** The helpers themselves, and what only reads or computes by a command. */
const HELPERS = /^adapters\/dynamodb\//u;
const READING: ReadonlySet<string> = new Set(['upgrade/items.ts readSegment']);
const KEYS = 'aws/keys.ts';

type Declaration = { readonly name: string; readonly isExported: boolean; readonly text: string };
const declarations = (file: string): Declaration[] =>
  readFileSync(file, 'utf8')
    .split(/^(?=(?:export )?(?:async )?(?:function\*?|const) )/mu)
    .flatMap((text) => {
      const [, exported, name] = /^(export )?(?:async )?(?:function\*?|const) (\w+)/u.exec(text) ?? [];
      return name === undefined ? [] : [{ name, isExported: exported !== undefined, text }];
    });

function writersIn(file: string): string[] {
  const all = declarations(file);
  const writing = new Set(all.filter(({ text }) => SENDS.test(text)).map(({ name }) => name));
  for (let before = -1; before !== writing.size; ) {
    before = writing.size;
    for (const { name, text } of all)
      if ([...writing].some((one) => new RegExp(`\\b${one}\\(`, 'u').test(text))) writing.add(name);
  }
  return all.filter(({ name, isExported }) => isExported && writing.has(name)).map(({ name }) => name);
}

/** `<file below adapters/> <function>`, sorted. */
export const writingFunctions = (): string[] =>
  sourcesOf('adapters')
    .filter((file) => !HELPERS.test(file))
    .flatMap((file) => writersIn(file).map((name) => `${file.slice('adapters/'.length)} ${name}`))
    .filter((name) => !READING.has(name) && !name.startsWith(KEYS))
    .sort();
