/** Colour and logo of the organisation, as they are kept. */
import { type Brand, brandOf, type Colour } from './colour.ts';
import type { LogoShape } from './logo.ts';

export type Logo = LogoShape & {
  /** The first 16 hex digits of its hash: it stands in its address, so that a browser may keep it. */
  readonly version: string;
};
export type Branding = {
  /** Rises with every save; 0: neither was ever saved. */
  readonly version: number;
  readonly colour?: Colour;
  readonly logo?: Logo;
};
/** What pages show of it, before a logon too. */
export type ShownBranding = { readonly brand?: Brand; readonly logo?: Pick<Logo, 'version' | 'width' | 'height'> };

/** Nothing of who saved it, and no more than a page needs. */
export const shownBranding = ({ colour, logo }: Branding): ShownBranding => ({
  ...(colour === undefined ? {} : { brand: brandOf(colour) }),
  ...(logo ? { logo: { version: logo.version, width: logo.width, height: logo.height } } : {}),
});
