/**
 * docs/export-format.md agrees with the code in errors, limits and example records, and its example exporter is run
 * where Python and its cryptography package are installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { constants, privateDecrypt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateParts, readArchive, readStoredFile } from '#core/export/archive.ts';
import { PACKAGE_ERRORS } from '#core/export/errors.ts';
import { LIMITS } from '#core/export/limits.ts';
import { manifestSchema } from '#core/export/manifest.ts';
import { openPart, type PartLine } from '#core/export/part.ts';
import { exportRecord, presentRecord, tokenFields, userRecord } from '#core/export/record.ts';
import { verifyManifest } from '#core/export/signature.ts';
import { parsePhc } from '#core/passwords/phc.ts';
import { STATE_WORDS } from '#core/sources/account-words.ts';
import { TOKEN_FILE_FORMATS } from '#core/token-files/files.ts';
import { SOURCE_FIELDS, USER_FIELDS } from '#core/user-fields.ts';
import { newPackageKeys, rangeReader } from '#test/support/package.ts';

const doc = readFileSync('docs/export-format.md', 'utf8');
const block = (language: string, containing: string) =>
  [...doc.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'gu'))]
    .map((match) => match[1]!)
    .find((text) => text.includes(containing))!;
const records = block('json', '"type":"user"');
const hash = /"hash":"([^"]+)"/u.exec(records)![1]!;

test('the page names every error code', () => {
  for (const code of [
    ...PACKAGE_ERRORS,
    'record.not_json',
    'record.too_long',
    'record.unknown_field',
    'record.invalid',
  ])
    expect(doc).toContain(`| \`${code}\` |`);
});

test('the page names every field', () => {
  const fields = [
    ...Object.keys(userRecord.shape),
    ...Object.keys(tokenFields),
    'assignedTo',
    ...Object.keys(presentRecord.shape),
    ...Object.keys(manifestSchema.shape),
  ];
  for (const field of fields) expect(doc).toMatch(new RegExp(`\`(?:[a-z]+\\.)?${field}|"${field}"|\`${field}\\.`, 'u'));
});

test('the lengths of a user’s fields are those of the code', () => {
  for (const field of SOURCE_FIELDS) {
    const row = doc.split('\n').find((line) => line.startsWith('| `') && line.split('|')[1]!.includes(`\`${field}\``))!;
    const definition = USER_FIELDS[field];
    if ('maxLength' in definition) expect(row.split('|')[2]).toContain(`1–${definition.maxLength}`);
    else expect(row.split('|')[2]).toContain(definition.holds === 'time' ? 'time' : 'boolean');
  }
});

test('the limits in the page are those of the code', () => {
  const mebibytes = (bytes: number) => `${bytes / 1024 / 1024} MiB`;
  const rows: [string, string][] = [
    ['parts', LIMITS.parts.toLocaleString('en')],
    ['records a part', LIMITS.recordsPerPart.toLocaleString('en')],
    ['lines of a part that name who stays', LIMITS.presentPerPart.toLocaleString('en')],
    ['a part as stored', mebibytes(LIMITS.partBytes)],
    [
      "a part's lines",
      `${mebibytes(LIMITS.inflatedBytes)}, and at most ${LIMITS.ratio} times the gzip (or ${mebibytes(LIMITS.ratioFloorBytes)}`,
    ],
    ['one line', `${LIMITS.lineBytes / 1024} KiB`],
    ['manifest.json', mebibytes(LIMITS.manifestBytes)],
    ['manifest.sig', `${LIMITS.signatureBytes / 1024} KiB`],
    ['central directory of the ZIP', mebibytes(LIMITS.directoryBytes)],
  ];
  for (const [what, limit] of rows) expect(doc).toContain(`| ${what} | ${limit}`);
});

test('the example records of the page are valid records', () => {
  expect(() => parsePhc(hash)).not.toThrow();
  for (const line of records.trim().split('\n')) expect(exportRecord.parse(JSON.parse(line))).toEqual(JSON.parse(line));
});

test.each(TOKEN_FILE_FORMATS)('the token file format $name is described under its name', ({ name }) => {
  expect(doc).toMatch(new RegExp(`^\\*\\*${name}\\b`, 'mu'));
});

test('the page lists every attribute about the state of an account, and no other', () => {
  const listed = [...doc.matchAll(/^\| `(enabled|lockedOut|accountStart|accountEnd)` \| `([^`]+)` \|/gmu)];
  expect(listed.map(([, field, attribute]) => ({ field, attribute }))).toEqual(
    STATE_WORDS.map(({ field, attribute }) => ({ field, attribute })),
  );
});

const python = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
if (!python) console.warn('Python 3 with cryptography is not installed: the example exporter is not run.');

(python ? test : test.skip)(
  'the example exporter of the page writes a package that can be read',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'landfall-format-'));
    const keys = newPackageKeys();
    writeFileSync(join(folder, 'target.pem'), keys.recipient.key.export({ type: 'spki', format: 'pem' }));
    writeFileSync(join(folder, 'packer.pem'), keys.signingKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(folder, 'records.ndjson'), records);
    execFileSync('python3', ['-c', block('python', 'zipfile')], { cwd: folder });
    const bytes = readFileSync(join(folder, 'export.zip'));
    rmSync(folder, { recursive: true });
    const archive = await readArchive(rangeReader(bytes));
    const { manifest } = verifyManifest(archive.manifest, archive.signature, [keys.packer], Date.now(), 30);
    expect(manifest.counts).toMatchObject({ users: 1, tokensAssigned: 1, tokensUserMissing: 1, answers: 1 });
    const dataKey = privateDecrypt(
      { key: keys.exportKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      Buffer.from(manifest.encryption.wrappedKey, 'base64'),
    );
    const lines: PartLine[] = [];
    for (const part of locateParts(manifest, archive.parts)) {
      const stored = await readStoredFile(rangeReader(bytes), part.name, part);
      for await (const line of openPart({ ...part, dataKey, packageId: manifest.id }, stored)) lines.push(line);
    }
    expect(lines).toEqual(
      records
        .trim()
        .split('\n')
        .map((text, index) => ({ line: index + 1, record: JSON.parse(text) })),
    );
  },
  30_000,
);
