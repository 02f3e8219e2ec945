import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { peekState, readState, readVitalState, readWritten, writeState } from './state-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-state-'));
const file = join(folder, 'a.json');
const schema = z.strictObject({ a: z.number() });
const said: string[] = [];
const say = (line: string) => void said.push(line);

test('a state is read as it was written, and only its owner may read it', () => {
  expect(readState(join(folder, 'none.json'), schema, say)).toBeUndefined();
  expect(readVitalState(join(folder, 'none.json'), schema)).toBeUndefined();
  writeState(file, '{"a":1}');
  writeState(file, '{"a":2}');
  expect(readState(file, schema, say)).toEqual({ a: 2 });
  expect(readVitalState(file, schema)).toEqual({ a: 2 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('a write that fails leaves the file as it was, and nothing beside it', () => {
  // A folder in the place of the file: the rename fails after everything was written.
  const taken = mkdtempSync(join(folder, 'taken-'));
  writeFileSync(join(taken, 'x'), '');
  expect(() => writeState(taken, '{"a":3}')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/u);
  expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(readFileSync(join(taken, 'x'), 'utf8')).toBe('');
});

test.each(['', '{"a":', 'null', '{"b":1}', '\0\0\0'])(
  'a file of %j is named, set aside, and missed by nothing',
  (content) => {
    writeFileSync(file, content);
    expect(() => readVitalState(file, schema)).toThrow(`${file} is damaged`);
    said.length = 0;
    expect(readState(file, schema, say)).toBeUndefined();
    expect(said).toEqual([expect.stringContaining(`${file} is damaged`)]);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(content);
    expect(readState(file, schema, say)).toBeUndefined();
    expect(said).toHaveLength(1);
  },
);

test('what a person wrote, or another process has, is read and never set aside', () => {
  for (const content of ['{"a":', '{"b":1}']) {
    writeFileSync(file, content);
    expect(() => readWritten(file, schema, 'a list')).toThrow(/^.*a\.json is not a list: .*Mend it, or remove it\.$/su);
    expect(peekState(file, schema)).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe(content);
  }
  writeFileSync(file, '{"a":1}');
  expect([readWritten(file, schema, 'a list'), peekState(file, schema)]).toEqual([{ a: 1 }, { a: 1 }]);
  expect(readWritten(join(folder, 'none.json'), schema, 'a list')).toBeUndefined();
});
