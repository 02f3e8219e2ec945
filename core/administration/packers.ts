/** The list of trusted packers (U6), as a super-administrator changes it. */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { packageError } from '#core/export/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { hasWritten } from '#core/migration/rollback/start-rollback.ts';
import type { Source } from '#core/migration/runs/source.ts';
import { stopQueued, type WriterPorts } from '#core/migration/runs/writer.ts';
import { type PackerKey, readPackerKey } from '#core/packers/key.ts';
import { type Asked, actOf } from './users/administer.ts';

/** A trusted packer; `id`: the fingerprint of its key. */
export type Packer = PackerKey & {
  readonly name: string;
  /** Unix milliseconds. */
  readonly addedAt: number;
  /** User key, or an operator's ARN. */
  readonly addedBy: string;
  /** Names of the sources that it is trusted for. Absent: all, as of packers of releases before. */
  readonly sources?: readonly string[];
};
/** What the end of a trust leaves: runs that waited and are not started, and imports that an administrator may want to take back. */
export type EndedTrust = { readonly stopped: readonly string[]; readonly imported: readonly string[] };
export type PackerPorts = AuditPort & {
  /** @throws LandfallError packers.exists (409) */
  addPacker(packer: Packer, entries: Entries): Promise<void>;
  readPacker(id: string): Promise<Packer | undefined>;
  /** False where it is not trusted any more. */
  removePacker(id: string, entries: Entries): Promise<boolean>;
};
export type EndTrustPorts = PackerPorts &
  Pick<WriterPorts, 'readRun' | 'queuedRuns' | 'unqueue'> & {
    listSources(): Promise<readonly Source[]>;
    listRuns(limit: number, next?: string): Promise<{ readonly records: readonly RunRecord[]; readonly next?: string }>;
  };

/** @param given `publicKey`: PEM, or base64 of its DER @throws LandfallError packers.key_invalid, packers.exists */
export function trustPacker(
  ports: PackerPorts,
  given: { readonly name: string; readonly publicKey: string; readonly sources?: readonly string[] },
  { actor, now }: Asked,
): Promise<Packer> {
  const { name } = given;
  const sources = given.sources ? { sources: [...new Set(given.sources)].toSorted() } : {};
  const packer = { ...readPackerKey(given.publicKey), name, addedAt: now, addedBy: actor.id, ...sources };
  const act = actOf({ actor, now }, 'packers.added', packer.id);
  return auditedAct(ports, act, async (entriesOf) => {
    await ports.addPacker(packer, entriesOf({ after: { name, publicKey: packer.publicKey, ...sources } }));
    return packer;
  });
}

const PAGE = 100;

/** The imports of a packer's packages that have written, newest first. */
async function importsOf(ports: EndTrustPorts, packer: string): Promise<string[]> {
  const found: string[] = [];
  let next: string | undefined;
  do {
    const page = await ports.listRuns(PAGE, next);
    const wrote = page.records.filter((run) => run.signedBy === packer && hasWritten(run) && !run.rollback);
    found.push(...wrote.map(({ id }) => id));
    next = page.next;
  } while (next !== undefined);
  return found;
}

/** What waits of a packer's packages is not started. */
async function stopRunsOf(ports: EndTrustPorts, packer: string, now: number): Promise<string[]> {
  const stopped: string[] = [];
  for (const { name } of await ports.listSources()) {
    const queued = await ports.queuedRuns(name);
    const records = await Promise.all(queued.map((id) => ports.readRun(id)));
    const runs = records.flatMap((record) => (record?.signedBy === packer ? [record.id] : []));
    await stopQueued(ports, name, runs, packageError('package.untrusted', { signer: packer }), now);
    stopped.push(...runs);
  }
  return stopped;
}

/**
 * Packages of this packer are refused from now on, and those that wait are not started. What is under way ends as it would: the answer
 * names what was imported, so that it can be taken back. @throws LandfallError packers.not_found
 */
export function endPackerTrust(ports: EndTrustPorts, id: string, { actor, now }: Asked): Promise<EndedTrust> {
  const act = actOf({ actor, now }, 'packers.removed', id);
  return auditedAct(ports, act, async (entriesOf) => {
    const packer = await ports.readPacker(id);
    const before = packer && {
      name: packer.name,
      publicKey: packer.publicKey,
      ...(packer.sources ? { sources: packer.sources } : {}),
    };
    if (!before || !(await ports.removePacker(id, entriesOf({ before }))))
      throw invalid('packers.not_found', 'No trusted packer has this id. See `landfall packers list`.', { id });
    return { stopped: await stopRunsOf(ports, id, now), imported: await importsOf(ports, id) };
  });
}
