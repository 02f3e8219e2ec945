import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isFresh, markFresh } from './freshness.ts';

const root = mkdtempSync(join(tmpdir(), 'landfall-freshness-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const outdir = join(root, 'cdk.out');
const fresh = () => isFresh(outdir, root);

beforeEach(() => {
  for (const file of ['core/a.ts', 'core/a.test.ts', 'docs/a.md', 'package-lock.json', 'cdk.out/manifest.json'])
    write(file, '1');
  markFresh(outdir, root);
});

test('an assembly of unchanged sources is fresh, also where a file was written again with the same content', () => {
  expect(fresh()).toBe(true);
  write('core/a.ts', '1');
  expect(fresh()).toBe(true);
});

test.each(['core/a.ts', 'core/b.ts', 'new/folder/a.ts', 'package-lock.json', 'cdk.out/manifest.json'])(
  'a change of %s makes the assembly stale',
  (file) => {
    write(file, '2');
    expect(fresh()).toBe(false);
    rmSync(join(root, file));
  },
);

test.each(['core/a.ts', 'package-lock.json', 'cdk.out/manifest.json'])(
  'the loss of %s makes the assembly stale',
  (file) => {
    rmSync(join(root, file));
    expect(fresh()).toBe(false);
  },
);

test.each(['core/a.test.ts', 'docs/a.md', 'README.md', 'test/support/a.ts'])(
  'a change of %s leaves it fresh, since no synth reads that file',
  (file) => {
    write(file, '2');
    expect(fresh()).toBe(true);
  },
);

test('an assembly for one account is stale for another account', () => {
  process.env['CDK_DEFAULT_ACCOUNT'] = '123456789012';
  expect(fresh()).toBe(false);
  delete process.env['CDK_DEFAULT_ACCOUNT'];
  expect(fresh()).toBe(true);
});

test('an assembly that no synth has finished is stale', () => {
  rmSync(outdir, { recursive: true });
  expect(fresh()).toBe(false);
});

test('what a build sets in its own process makes no assembly stale', () => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  expect(fresh()).toBe(true);
  process.env['NODE_ENV'] = before;
});
