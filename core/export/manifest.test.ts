import { newPackageKeys, packInMemory, sampleUser } from '#test/support/package.ts';
import { LIMITS } from './limits.ts';
import { fieldNames, manifestId, parseManifest } from './manifest.ts';

const keys = newPackageKeys();
const packed = packInMemory(
  keys,
  ['ana', 'bo'].map((id) => sampleUser(id)),
  { partSize: 1 },
);
const refusal = (bytes: Uint8Array) => {
  try {
    parseManifest(bytes);
    return undefined;
  } catch (error) {
    const { code, facts } = error as { code: string; facts: object };
    return [code, facts];
  }
};
async function changed(change: object) {
  const { manifest } = await packed;
  return refusal(Buffer.from(JSON.stringify({ ...manifest, ...change })));
}

test('a manifest is read as it was written, and named by the hash of its bytes', async () => {
  const { manifest } = await packed;
  const bytes = Buffer.from(JSON.stringify(manifest));
  expect(parseManifest(bytes)).toEqual(manifest);
  expect(manifestId(Buffer.from('x'))).toBe('2d711642b726b04401627ca9fbac32f5');
});

test('the refusal of a text that is no manifest says why', async () => {
  expect(refusal(Buffer.from('{'))).toEqual(['package.manifest_invalid', { problem: 'not JSON' }]);
  expect(refusal(Buffer.from([0x22, 0xff, 0x22]))).toEqual(['package.manifest_invalid', { problem: 'not JSON' }]);
  expect(refusal(Buffer.from('[]'))).toEqual(['package.manifest_invalid', { field: 'manifest' }]);
  expect(refusal(Buffer.from('null'))).toEqual(['package.manifest_invalid', { field: 'manifest' }]);
  const { manifest } = await packed;
  expect(await changed({ source: { ...manifest.source, kind: 'other' } })).toEqual([
    'package.manifest_invalid',
    { field: 'source.kind' },
  ]);
  const [part] = manifest.parts;
  expect(await changed({ parts: [part, part] })).toEqual([
    'package.manifest_invalid',
    { problem: 'a part is named twice' },
  ]);
  expect(await changed({ parts: [{ ...part, records: 0, present: 1 }] })).toBeUndefined();
  expect(await changed({ parts: [{ ...part, records: 0 }] })).toEqual([
    'package.manifest_invalid',
    { field: 'parts.0' },
  ]);
  expect(await changed({ parts: [] })).toEqual(['package.manifest_invalid', { field: 'parts' }]);
});

test('a manifest of format 1 is read, and is never that of a full export', async () => {
  const { manifest } = await packed;
  const { full: _full, partial: _partial, ...rest } = manifest;
  const bytes = Buffer.from(JSON.stringify({ ...rest, formatVersion: 1 }));
  expect(parseManifest(bytes)).toEqual({ ...rest, formatVersion: 1, full: false, partial: [] });
  expect(await changed({ formatVersion: 1 })).toEqual(['package.unknown_field', { fields: 'full partial' }]);
  expect(refusal(Buffer.from(JSON.stringify(rest)))).toEqual(['package.manifest_invalid', { field: 'full' }]);
});

test('no word of the packer makes an export full from which a user was left out', async () => {
  expect(await changed({ full: true, partial: ['base', 'filter', 'users', 'group'] })).toBeUndefined();
  for (const reason of ['skipped', 'refused', 'said']) {
    expect(await changed({ full: false, partial: ['base', reason] })).toBeUndefined();
    expect(await changed({ full: true, partial: ['base', reason] })).toEqual([
      'package.manifest_invalid',
      { field: 'full' },
    ]);
  }
  expect(await changed({ partial: ['another'] })).toEqual(['package.manifest_invalid', { field: 'partial.0' }]);
});

test('a newer format is not reported as a defect', async () => {
  expect(await changed({ formatVersion: 3, more: 1 })).toEqual([
    'package.version_unsupported',
    { version: 3, supported: 2 },
  ]);
  for (const formatVersion of [1.5, '2', 0])
    expect((await changed({ formatVersion }))![0]).toBe('package.manifest_invalid');
});

test('an unknown field is named with its place, and never its value', async () => {
  const { manifest } = await packed;
  expect(await changed({ more: 'secret' })).toEqual(['package.unknown_field', { fields: 'more' }]);
  expect(await changed({ source: { ...manifest.source, owner: 'secret' } })).toEqual([
    'package.unknown_field',
    { fields: 'source.owner' },
  ]);
  expect(fieldNames([], [''])).toBe('?');
  expect(fieldNames(['a', 0], ['b c', 'x'.repeat(41), '1', '2', '3', '4'])).toBe(
    `a.0.b?c a.0.${'x'.repeat(40)} a.0.1 a.0.2 a.0.3`,
  );
});

test('a manifest that is too long is not parsed', () => {
  const limit = LIMITS.manifestBytes;
  expect(refusal(Buffer.alloc(limit + 1, ' '))).toEqual(['package.too_large', { file: 'manifest.json', limit }]);
  expect(refusal(Buffer.alloc(limit, ' '))).toEqual(['package.manifest_invalid', { problem: 'not JSON' }]);
});
