/**
 * Tokens that have been used here, for the source deployment to disable: until it has, a passcode that is seen there is good here. An
 * administrator, or what automates it, says which it has disabled.
 */
import { type AuditPort, auditedAct, recordFirst } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { type Asked, actOf } from './users/administer.ts';

export type KnownUse = {
  readonly serial: string;
  /** Unix milliseconds. */
  readonly firstUsedAt: number;
  readonly disabledThereAt?: number;
};
export type CutOverPorts = AuditPort & {
  peopleSources(): Promise<readonly string[]>;
  readTotals(source: string): Promise<ReadonlyMap<string, number>>;
  /** By serial, at most `limit`. @param after the serial behind which they stand; empty: from the first */
  listUses(source: string, after: string, limit: number): Promise<readonly KnownUse[]>;
  /** False where it was so before, or the token is not known to be in use. */
  markDisabledThere(source: string, serial: string, now: number): Promise<boolean>;
};
export type CutOver = {
  readonly used: number;
  /** Of those. */
  readonly disabledThere: number;
  readonly tokens: readonly KnownUse[];
  readonly next?: string;
};
export type CutOverQuery = {
  readonly source: string;
  /** Only those that the source deployment has not disabled yet. */
  readonly open: boolean;
  readonly limit: number;
  readonly next?: string | undefined;
};

/** Looked at for one page, where many are left out. */
const LOOKED_AT = 5_000;
/** Read at a time. */
const CHUNK = 1_000;

export async function checkSource(ports: Pick<CutOverPorts, 'peopleSources'>, source: string): Promise<void> {
  if (!(await ports.peopleSources()).includes(source))
    throw invalid('source.not_found', 'There is no source of this name.');
}

/** A page, by serial: it may be empty and still have a `next`. @throws LandfallError source.not_found (404) */
export async function cutOver(ports: CutOverPorts, { source, open, limit, next = '' }: CutOverQuery): Promise<CutOver> {
  await checkSource(ports, source);
  const sums = await ports.readTotals(source);
  const tokens: KnownUse[] = [];
  let after: string | undefined = next;
  for (let looked = 0; after !== undefined && tokens.length < limit && looked < LOOKED_AT; ) {
    const wanted: number = open ? CHUNK : limit;
    const uses: readonly KnownUse[] = await ports.listUses(source, after, wanted);
    looked += uses.length;
    after = uses.length < wanted ? undefined : uses.at(-1)!.serial;
    for (const use of uses) {
      if (open && use.disabledThereAt !== undefined) continue;
      if (tokens.length === limit) {
        after = tokens.at(-1)!.serial;
        break;
      }
      tokens.push(use);
    }
  }
  const numbers = { used: sums.get('tokens.used') ?? 0, disabledThere: sums.get('tokens.disabled-there') ?? 0 };
  return { ...numbers, tokens, ...(after === undefined ? {} : { next: after }) };
}

/** `unknown`: serials that are not known to be in use here. */
export type MarkedDisabled = { readonly marked: number; readonly known: number; readonly unknown: readonly string[] };

/** Said once; again it changes nothing. @throws LandfallError source.not_found (404) */
export async function markDisabled(
  ports: CutOverPorts & { isUsed(source: string, serial: string): Promise<boolean> },
  { source, serials }: { readonly source: string; readonly serials: readonly string[] },
  asked: Asked,
): Promise<MarkedDisabled> {
  await checkSource(ports, source);
  const act = actOf(asked, 'cut-over.disabled', source);
  return auditedAct(ports, act, async (entriesOf) => {
    await recordFirst(ports, entriesOf({ facts: { serials: serials.length } }));
    let marked = 0;
    let known = 0;
    const unknown: string[] = [];
    for (const serial of new Set(serials)) {
      if (await ports.markDisabledThere(source, serial, asked.now)) marked += 1;
      else if (await ports.isUsed(source, serial)) known += 1;
      else unknown.push(serial);
    }
    return { marked, known, unknown };
  });
}
