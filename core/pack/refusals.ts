import type { Manifest } from '#core/export/manifest.ts';
import { cutText } from '#core/text.ts';
import type { RefusalCode } from './refusal-codes.ts';

const MAX_DETAILS = 100;
const MAX_DETAIL_LENGTH = 120;

/**
 * What packing left out, by code. Details say where to look: a serial, a line of an input file, a field's name. Never a user
 * ID, an address or a value, because the manifest is not encrypted.
 */
export class Refusals {
  readonly #byCode = new Map<RefusalCode, { count: number; details: string[] }>();

  note(code: RefusalCode, detail?: string): void {
    const known = this.#byCode.get(code) ?? { count: 0, details: [] };
    known.count += 1;
    if (detail && known.details.length < MAX_DETAILS) known.details.push(cutText(detail, MAX_DETAIL_LENGTH));
    this.#byCode.set(code, known);
  }

  list(): Manifest['refusals'] {
    return [...this.#byCode].map(([code, { count, details }]) => ({ code, count, details: [...details] }));
  }
}
