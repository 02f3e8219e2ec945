/** A part as the package holds it, in one ranged read; which place it has is verified in the same bytes. */
import { readStoredFile } from '#core/export/archive.ts';
import type { MigrationRun, PlannedPart } from './run.ts';

/** @throws LandfallError package.missing, package.changed */
export type ReadRange = (key: string, etag: string, offset: number, length: number) => Promise<Buffer>;

/** @throws LandfallError package.truncated, package.layout_invalid, package.missing, package.changed */
export function readStoredPart(
  readRange: ReadRange,
  { key, etag, size }: Pick<MigrationRun, 'key' | 'etag' | 'size'>,
  part: PlannedPart,
): Promise<Buffer> {
  const read = (offset: number, length: number) => readRange(key, etag, offset, length);
  return part.header === undefined
    ? read(part.offset, part.size)
    : readStoredFile({ size, read }, part.name, { header: part.header, size: part.size });
}
