/** PreviewPart: what an import of the part would now do, record by record. */
import { type IngestPartPorts, ingestPart } from './ingest-part.ts';
import type { PartInput, PartOutput } from './run.ts';

/** @throws LandfallError package.part_tampered, package.changed, directory.busy (retryable) */
export function previewPart(ports: IngestPartPorts, { run, part }: PartInput): Promise<PartOutput> {
  return ingestPart(ports, { run: { ...run, dryRun: true }, part });
}
