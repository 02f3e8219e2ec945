/** A source deployment, by the name that its packages carry, and which of its runs writes. */
import { invalid } from '#core/errors.ts';
import type { SourceKind } from '#core/source-kind.ts';

export type Source = {
  readonly name: string;
  readonly kind: SourceKind;
  /** Of its first import. */
  readonly firstRun: string;
  /** The newest import that began: an older one that failed is resumed no more. */
  readonly lastRun?: string;
  /** Of the newest export that was imported, Unix ms. */
  readonly newestPackedAt?: number;
  /** Of the newest export that an import has begun to write, whether it came to its end or not, Unix ms. */
  readonly begunPackedAt?: number;
  /** The import that came to the end of its writing last: the one that a rollback takes back. */
  readonly newestRun?: string;
  /** No package of it is imported any more. */
  readonly closed?: true;
};

/** Which attempt of which run writes for a source. */
export type Holder = { readonly run: string; readonly attempt: number };
/** `quietAt`, Unix ms: until then a function of the attempt that wrote before may still run. */
export type Writer = { readonly holder?: Holder & { readonly since: number }; readonly quietAt?: number };

/** What a run begins to write with. `goesOn`: not its first attempt, so that no newer run of the source may have begun. `now`: Unix ms. */
export type Claiming = Pick<Source, 'name' | 'kind'> & Holder & { readonly goesOn: boolean; readonly now: number };

export const supersededError = () =>
  invalid('run.superseded', 'A newer run of this source has begun: this one is not resumed. Import the package again.');
export const closedError = (source: string) =>
  invalid('source.closed', 'This source is closed: nothing of it is imported. A super-admin can open it again.', {
    source,
  });
export const busyError = (run: string) =>
  invalid('source.busy', 'Another run of this source writes at this moment. Wait for it, or ask to be queued.', {
    run,
  });
