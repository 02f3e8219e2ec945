/** The sources, as administrators see them, and as a super-admin closes and opens them. */
import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { closedError, type Source, type Writer } from '#core/migration/runs/source.ts';
import { stopQueued, type WriterPorts } from '#core/migration/runs/writer.ts';
import type { UserIdMap } from '#core/migration/user-id-map.ts';
import { type Asked, actOf } from './users/administer.ts';

export type SourcePorts = AuditPort &
  Pick<WriterPorts, 'readRun' | 'unqueue' | 'queuedRuns'> & {
    readSource(name: string): Promise<Source | undefined>;
    readWriter(name: string): Promise<Writer>;
    readUserIds(name: string): Promise<UserIdMap | undefined>;
    listSources(): Promise<readonly Source[]>;
    /** False where it is so already. */
    closeSource(name: string, closed: boolean, entries: Entries): Promise<boolean>;
  };

export type SourceView = Omit<Source, 'begunPackedAt'> & {
  /** The run that writes. */
  readonly writer?: string;
  /** The runs that wait, eldest first. */
  readonly queued: readonly string[];
  /** How many of its people get another user ID here by a list. */
  readonly renames?: number;
  readonly userIdSuffix?: string;
};

async function viewOf(ports: SourcePorts, { begunPackedAt: _begun, ...source }: Source): Promise<SourceView> {
  const { name } = source;
  const [{ holder }, queued, map] = await Promise.all([
    ports.readWriter(name),
    ports.queuedRuns(name),
    ports.readUserIds(name),
  ]);
  return {
    ...source,
    ...(holder ? { writer: holder.run } : {}),
    queued,
    ...(map ? { renames: Object.keys(map.renames).length } : {}),
    ...(map?.suffix === undefined ? {} : { userIdSuffix: map.suffix }),
  };
}

/** All sources, by name. */
export const sourceViews = async (ports: SourcePorts): Promise<SourceView[]> =>
  Promise.all((await ports.listSources()).map((source) => viewOf(ports, source)));

/**
 * Closes a source: nothing of it is imported any more, and what waits is not started; or opens it again. The same twice changes nothing.
 * @throws LandfallError source.not_found (404)
 */
export function setSourceClosed(
  ports: SourcePorts,
  name: string,
  closed: boolean,
  { actor, now }: Asked,
): Promise<SourceView> {
  const act = actOf({ actor, now }, closed ? 'source.closed' : 'source.opened', name);
  return auditedAct(ports, act, async (entriesOf) => {
    await ports.closeSource(name, closed, entriesOf({}));
    const source = await ports.readSource(name);
    if (!source) throw invalid('source.not_found', 'There is no source of this name. See `landfall sources`.');
    if (closed) await stopQueued(ports, name, await ports.queuedRuns(name), closedError(name), now);
    return viewOf(ports, source);
  });
}
