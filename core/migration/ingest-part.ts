/** IngestPart: one part from its bytes in the bucket into the directory, and its report. */
import { type IngestPorts, ingestEntries } from './ingest.ts';
import { type SeedKey, sealerOf } from './part-secrets.ts';
import { type PartPorts, workOn } from './part-work.ts';
import { previewPart } from './preview-part.ts';
import type { PartInput, PartOutput } from './run.ts';

export type IngestPartPorts = PartPorts & {
  readonly directory: IngestPorts;
  newSeedDataKey(context: Readonly<Record<string, string>>): Promise<SeedKey>;
};

/** @throws LandfallError package.part_tampered, package.changed, directory.busy (retryable) */
export async function ingestPart(ports: IngestPartPorts, input: PartInput): Promise<PartOutput> {
  if (input.run.dryRun) return previewPart(ports, input);
  return workOn(ports, input, false, async ({ entries, context, ring }) => {
    const of = { migration: input.run.migration };
    const sealer = sealerOf(await ports.newSeedDataKey(of), of, ring);
    return ingestEntries(ports.directory, entries, { ...context, sealer });
  });
}
