/** PreviewPart: what an import of the part would now do, record by record. It has no port that writes the directory. */
import { previewEntries } from './ingest.ts';
import type { LookUpPorts } from './look-up.ts';
import { type PartPorts, workOn } from './part-work.ts';
import type { PartInput, PartOutput } from './run.ts';

export type PreviewPartPorts = PartPorts & { readonly directory: LookUpPorts };

/** @throws LandfallError package.part_tampered, package.changed, directory.busy (retryable) */
export function previewPart(ports: PreviewPartPorts, input: PartInput): Promise<PartOutput> {
  return workOn(ports, input, true, ({ entries, context }) => previewEntries(ports.directory, entries, context));
}
