/** The organisation's colour, in place of the product's: set through the DOM, which the content security policy allows (S4). */
import type { Brand } from '#core/branding/colour.ts';

const SHADES = ['accent', 'strong', 'soft', 'on'] as const;

/** In both themes: console/shared/styles/tokens.css chooses. */
export function applyBrand(brand: Brand | undefined): void {
  const { style } = document.documentElement;
  for (const theme of ['light', 'dark'] as const)
    for (const shade of SHADES)
      if (brand) style.setProperty(`--brand-${theme}-${shade}`, brand[theme][shade]);
      else style.removeProperty(`--brand-${theme}-${shade}`);
}

/** Where the logo is; its version stands in it, so that a browser may keep it. */
export const logoAddress = (version: string): string => `/api/console/logo?v=${encodeURIComponent(version)}`;
