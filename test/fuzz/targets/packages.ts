/** The bytes of an export package: the ZIP, the manifest, its signature, the parts, and what is in them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectPackage } from '#cli/package/inspect.ts';
import { isErrorCode } from '#core/errors/catalogue.ts';
import {
  type Archive,
  type LocatedPart,
  locateParts,
  type RangeReader,
  readArchive,
  readEnvelope,
  readStoredFile,
} from '#core/export/archive.ts';
import type { Manifest } from '#core/export/manifest.ts';
import { openPart, type PartLine, presentIn } from '#core/export/part.ts';
import { exportRecord } from '#core/export/record.ts';
import { verifyManifest } from '#core/export/signature.ts';
import { REPORT_CODES } from '#core/migration/report-codes.ts';
import { DATA_KEY, drawnPackage, PACKED_AT, PACKER } from '../drawn/package.ts';
import { checkError, must, read, repeatsSecret } from '../finding.ts';
import { reader, type Target } from '../target.ts';

/** Gives exactly what is asked for; a read beyond the file's end is a fault of the caller. */
const ranged = (bytes: Buffer): RangeReader => ({
  size: bytes.length,
  async read(offset, length) {
    must(
      offset >= 0 && length >= 0 && offset + length <= bytes.length,
      'a range beyond the end of the package',
      () => `${offset} +${length} of ${bytes.length}`,
    );
    return bytes.subarray(offset, offset + length);
  },
});

function checkLine(line: PartLine): void {
  if ('record' in line) {
    must(exportRecord.safeParse(line.record).success, 'a half record');
    return;
  }
  const { code, hint } = line.error;
  must(Object.hasOwn(REPORT_CODES, code), 'a code that no report documents', () => code);
  must(hint !== '' && hint.length < 500 && hint.isWellFormed(), 'a hint that says nothing', () => hint.slice(0, 600));
  must(!repeatsSecret(hint), 'a hint repeats a secret', () => hint);
}

async function checkPart(manifest: Manifest, part: LocatedPart, bytes: Buffer): Promise<void> {
  const opened = { ...part, dataKey: DATA_KEY, packageId: manifest.id };
  const stored = await read(['package'], () => readStoredFile(ranged(bytes), part.name, part));
  if (!stored) return;
  const lines: PartLine[] = [];
  let refused = false;
  try {
    for await (const line of openPart(opened, stored)) lines.push(line);
  } catch (error) {
    checkError(error, ['package']);
    refused = true;
  }
  for (const line of lines) checkLine(line);
  must(
    lines.length === (refused ? 0 : part.records),
    'a part is read by half',
    () => `${lines.length} of ${part.records}`,
  );
  const present = await read(['package'], () => presentIn(opened, stored));
  must(
    (present === undefined) === refused || part.present === undefined,
    'a part is read for one thing and refused for another',
  );
}

async function checkInspection(bytes: Buffer): Promise<void> {
  folder ??= mkdtempSync(join(tmpdir(), 'landfall-fuzz-package-'));
  const file = join(folder, 'package.zip');
  writeFileSync(file, bytes);
  const found = await read(['package'], () => inspectPackage(file, { now: PACKED_AT }));
  for (const { code } of found?.problems ?? [])
    must(isErrorCode(code), 'an inspection names a code that is not documented', () => code);
}
let folder: string | undefined;

async function run(bytes: Buffer): Promise<void> {
  await checkInspection(bytes);
  const source = ranged(bytes);
  const envelope = await read(['package'], () => readEnvelope(source));
  const archive: Archive | undefined = await read(['package'], () => readArchive(source));
  if (!archive) return;
  must(envelope?.manifest.equals(archive.manifest) === true, 'a package has two manifests');
  const verified = await read(['package'], () =>
    verifyManifest(archive.manifest, archive.signature, [PACKER], PACKED_AT, 30),
  );
  if (!verified) return;
  const { manifest } = verified;
  const parts = await read(['package'], () => locateParts(manifest, archive.parts));
  for (const part of parts ?? []) await checkPart(manifest, part, bytes);
}

export const PACKAGES: readonly Target[] = [reader('package', 14, { draw: drawnPackage, run })];
