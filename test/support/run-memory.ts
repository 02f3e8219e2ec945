/** Runs, sources and their writers in memory, as the adapters keep them: for tests of what starts and ends runs. */
import { isWriting, type RunRecord } from '#core/migration/record.ts';
import type { Claiming, Source, Writer } from '#core/migration/runs/source.ts';
import type { KnownPackage, StartPorts } from '#core/migration/runs/start-run.ts';
import type { EndPorts, HoldPorts } from '#core/migration/runs/writer.ts';

/** Ports but for the package itself. Executions are under way until they are deleted from `executions`. */
export function runMemory() {
  const records = new Map<string, RunRecord>();
  const packages = new Map<string, KnownPackage>();
  const sources = new Map<string, Source>();
  const writers = new Map<string, Writer>();
  const queues = new Map<string, string[]>();
  const executions = new Map<string, string>();
  const plans = new Map<string, string>();
  const queueOf = (name: string) => queues.get(name) ?? [];

  function mayTake({ name, run, attempt, goesOn }: Claiming): boolean {
    const holder = writers.get(name)?.holder;
    const source = sources.get(name);
    const free = !holder || (holder.run === run && holder.attempt === attempt);
    return free && !source?.closed && !(goesOn && source?.lastRun !== undefined && source.lastRun !== run);
  }
  function take({ name, kind, run, attempt, now }: Claiming): void {
    writers.set(name, { holder: { run, attempt, since: now } });
    sources.set(name, { firstRun: run, ...sources.get(name), name, kind, lastRun: run });
  }
  const claimingOf = ({ id: run, attempt, source, startedAt: now }: RunRecord): Claiming | undefined =>
    source && { name: source.deployment, kind: source.kind, run, attempt, goesOn: attempt > 1, now };
  const dequeue = (name: string, run: string) =>
    queues.set(
      name,
      queueOf(name).filter((one) => one !== run),
    );

  const ports: Omit<StartPorts, 'sizeOf' | 'reader' | 'trustedPackers'> & HoldPorts & EndPorts = {
    importSettings: async () => ({ policy: 'update', signatureDays: 30 }),
    readRun: async (id) => records.get(id),
    readPackage: async (id) => packages.get(id),
    readPreviews: async (id) =>
      [...records.values()].filter(({ kind, packageId }) => kind === 'preview' && packageId === id).toReversed(),
    putPlan: async (name, body) => void plans.set(name, body),
    createRun: async (record, opening) => {
      const known = opening?.package;
      if (records.has(record.id) || (known && packages.get(known.id) !== known.seen)) return false;
      const by = isWriting(record) ? claimingOf(record) : undefined;
      const of = opening?.takesBack && records.get(opening.takesBack.id);
      if (of?.rollback) return false;
      if (by && opening?.waitsFor) {
        const holder = writers.get(by.name)?.holder;
        if (holder?.run !== opening.waitsFor.run || holder.attempt !== opening.waitsFor.attempt) return false;
        queues.set(by.name, [...queueOf(by.name), record.id].toSorted());
      } else if (by && record.status === 'starting') {
        if (!mayTake(by)) return false;
        take(by);
      }
      if (of) records.set(of.id, { ...of, rollback: { run: record.id, at: opening.takesBack!.at } });
      records.set(record.id, record);
      if (known) packages.set(known.id, { run: record.id });
      return true;
    },
    claim: async (record, seen, _entries, { writes }) => {
      if (records.get(record.id) !== seen) return false;
      const by = writes && isWriting(record) ? claimingOf(record) : undefined;
      if (by && !mayTake(by)) return false;
      if (by) take(by);
      records.set(record.id, record);
      return true;
    },
    isRunning: async (name) => executions.has(name),
    startExecution: async (name, input) => {
      executions.set(name, input);
    },
    // As the adapter: a record that its first state has moved on already stays as it is.
    markStarted: async (id) => {
      const record = records.get(id)!;
      if (record.status === 'starting') records.set(id, { ...record, status: 'running' });
    },
    readSource: async (name) => sources.get(name),
    readWriter: async (name) => writers.get(name) ?? {},
    queuedRuns: async (name) => queueOf(name),
    releaseWriter: async (name, { run, attempt }, quietAt) => {
      const holder = writers.get(name)?.holder;
      if (holder?.run === run && holder.attempt === attempt)
        writers.set(name, quietAt === undefined ? {} : { quietAt });
    },
    promote: async (record) => {
      const by = { ...claimingOf(record)!, goesOn: false };
      if (records.get(record.id)?.status !== 'queued' || !mayTake(by)) return false;
      dequeue(by.name, record.id);
      take(by);
      records.set(record.id, record);
      return true;
    },
    unqueue: async (name, run, record) => {
      dequeue(name, run);
      if (record && records.get(run)?.status === 'queued') records.set(run, record);
    },
    takeWriter: async (by) => {
      if (!mayTake(by)) return false;
      take(by);
      return true;
    },
    noteImported: async (name, run, packedAt) => {
      const source = sources.get(name);
      if (!source) return;
      const newestPackedAt = Math.max(source.newestPackedAt ?? 0, packedAt);
      sources.set(name, { ...source, newestRun: run, newestPackedAt });
    },
  };
  return { ports, records, packages, sources, writers, queues, executions, plans };
}
