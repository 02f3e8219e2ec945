/** The organisation's colour and logo, as a super-administrator changes them. */

import { type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import type { Branding, Logo } from '#core/branding/branding.ts';
import type { Colour } from '#core/branding/colour.ts';
import { readLogo } from '#core/branding/logo.ts';
import { keyHash } from '#core/key-hash.ts';
import { type Asked, actOf } from './users/administer.ts';
import { checkMayChangeCredentials } from './users/rights.ts';

export type BrandingPorts = AuditPort & {
  readBranding(): Promise<Branding>;
  /** @param bytes of a logo that is new @throws LandfallError branding.conflict where the version is not the one before `next` any more */
  writeBranding(next: Branding, bytes: Uint8Array | undefined, entries: Entries): Promise<void>;
};
/** What is absent stays; null takes it away. `logo`: base64. */
export type BrandingChange = { readonly colour?: Colour | null | undefined; readonly logo?: string | null | undefined };

const logoOf = (bytes: Buffer): Logo => ({ ...readLogo(bytes), version: keyHash(bytes.toString('base64')) });
/** As the audit has it: what it was, never the image. */
const marked = ({ colour, logo }: Branding) => ({ colour: colour ?? null, logo: logo?.version ?? null });

/**
 * @param seen the version that the administrator saw
 * @throws LandfallError branding.logo (422), branding.conflict (409), session.not_fresh (403)
 */
export function saveBranding(
  ports: BrandingPorts,
  { colour, logo }: BrandingChange,
  seen: number,
  asked: Asked,
): Promise<Branding> {
  return auditedAct(ports, actOf(asked, 'branding.changed', 'branding'), async (entriesOf) => {
    // A logo makes a page look like the organisation's own: as grave as a setting.
    checkMayChangeCredentials(asked.actor, undefined);
    const bytes = typeof logo === 'string' ? Buffer.from(logo, 'base64') : undefined;
    const before = await ports.readBranding();
    const nextColour = colour === undefined ? before.colour : (colour ?? undefined);
    const nextLogo = bytes ? logoOf(bytes) : logo === null ? undefined : before.logo;
    const next: Branding = {
      version: seen + 1,
      ...(nextColour === undefined ? {} : { colour: nextColour }),
      ...(nextLogo === undefined ? {} : { logo: nextLogo }),
    };
    await ports.writeBranding(next, bytes, entriesOf({ before: marked(before), after: marked(next) }));
    return next;
  });
}
