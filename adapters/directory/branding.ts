/** Colour and logo: BRANDING/BRANDING, and the image apart, BRANDING/LOGO, so that no page load reads it. */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import type { Branding, Logo } from '#core/branding/branding.ts';
import { COLOUR_PATTERN } from '#core/branding/colour.ts';
import { LOGO_TYPES } from '#core/branding/logo.ts';
import { invalid } from '#core/errors.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { directoryTable, readItem, versionIs } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, putting } from '../dynamodb/transactions.ts';

const KEY = { pk: 'BRANDING', sk: 'BRANDING' } as const;
const LOGO_KEY = { pk: 'BRANDING', sk: 'LOGO' } as const;

const stored = z.object({
  version: z.int().min(1),
  colour: z.string().regex(COLOUR_PATTERN).exactOptional(),
  logo: z.object({ type: z.enum(LOGO_TYPES), width: z.int(), height: z.int(), version: z.string() }).exactOptional(),
});
const image = z.object({ type: z.enum(LOGO_TYPES), version: z.string(), bytes: z.instanceof(Uint8Array) });

/** Consistent. */
export async function readBranding(): Promise<Branding> {
  const item = await readItem(directoryTable(), KEY);
  return item ? readAs(stored, item) : { version: 0 };
}

export type LogoImage = Pick<Logo, 'type' | 'version'> & { readonly bytes: Uint8Array };

export async function readLogoImage(): Promise<LogoImage | undefined> {
  const item = await readItem(directoryTable(), LOGO_KEY);
  return item && readAs(image, item);
}

/** @param bytes of a logo that is new @throws LandfallError branding.conflict (409) where someone saved since the version before `next` */
export async function writeBranding(next: Branding, bytes: Uint8Array | undefined, entries: Entries): Promise<void> {
  const seen = next.version - 1;
  const { logo } = next;
  const writes = [putting(directoryTable(), { ...KEY, ...next }, versionIs(seen))];
  if (!logo) writes.push(deleting(directoryTable(), LOGO_KEY));
  else if (bytes)
    writes.push(putting(directoryTable(), { ...LOGO_KEY, type: logo.type, version: logo.version, bytes }));
  const { done } = await transactRecorded(writes, entries);
  if (!done)
    throw invalid(
      'branding.conflict',
      'Someone else changed colour or logo in the meantime. Read them again and repeat your change.',
      { expectedVersion: seen },
    );
}
