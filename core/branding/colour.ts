/**
 * An organisation's colour in pages and mails. Each theme gets a shade of it that can be read: where the colour itself has too little
 * contrast (WCAG 2.2, 1.4.3: 4.5:1 for text), it is mixed with black or white until it has enough. Its hue stays.
 */

/** `#rrggbb`. */
export type Colour = string;

export const COLOUR_PATTERN = /^#[0-9a-f]{6}$/u;
/** WCAG 2.2, 1.4.3. */
export const LEAST_CONTRAST = 4.5;

type Rgb = readonly [number, number, number];
const rgb = (colour: Colour): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;
const hex = (parts: readonly number[]): Colour =>
  `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** WCAG 2.2, relative luminance. */
function luminance(colour: Colour): number {
  const [r, g, b] = rgb(colour).map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** @param share of `other`, 0 to 1 */
const mix = (one: Colour, other: Colour, share: number): Colour => {
  const [from, to] = [rgb(one), rgb(other)];
  return hex(from.map((part, index) => part + (to[index]! - part) * share));
};

/** What stands behind the colour in a theme (console/shared/styles/tokens.css), and how its shades are made. */
const THEMES = {
  light: {
    behind: ['#f4f6f7', '#ffffff', '#eef2f3'],
    surface: '#ffffff',
    on: '#ffffff',
    towards: '#000000',
    soft: 0.1,
  },
  dark: {
    behind: ['#0f1516', '#182022', '#121a1b'],
    surface: '#182022',
    on: '#0b1011',
    towards: '#ffffff',
    soft: 0.15,
  },
} as const;
export type ThemeName = keyof typeof THEMES;
/** What the colour stands on in each theme: page, surface, what lies lower. */
export const BEHIND: Readonly<Record<ThemeName, readonly Colour[]>> = {
  light: THEMES.light.behind,
  dark: THEMES.dark.behind,
};

/** The values of `--accent` and its relatives in one theme. */
export type Shades = {
  readonly accent: Colour;
  readonly strong: Colour;
  readonly soft: Colour;
  readonly on: Colour;
  /** The least contrast of the given colour in this theme, and of the shade that is used. */
  readonly given: number;
  readonly ratio: number;
};
export type Brand = Readonly<Record<ThemeName, Shades>>;

const softOf = (accent: Colour, theme: ThemeName): Colour => mix(THEMES[theme].surface, accent, THEMES[theme].soft);

function leastContrast(accent: Colour, theme: ThemeName): number {
  const { behind, on } = THEMES[theme];
  return Math.min(...[...behind, on, softOf(accent, theme)].map((other) => contrast(accent, other)));
}
const rounded = (ratio: number): number => Math.floor(ratio * 100) / 100;

function shadesOf(colour: Colour, theme: ThemeName): Shades {
  const { towards, on } = THEMES[theme];
  let accent = colour;
  for (let share = 0.02; leastContrast(accent, theme) < LEAST_CONTRAST; share += 0.02)
    accent = mix(colour, towards, share);
  return {
    accent,
    strong: mix(accent, towards, 0.3),
    soft: softOf(accent, theme),
    on,
    given: rounded(leastContrast(colour, theme)),
    ratio: rounded(leastContrast(accent, theme)),
  };
}

/** The shades of a colour in both themes. */
export const brandOf = (colour: Colour): Brand => ({
  light: shadesOf(colour, 'light'),
  dark: shadesOf(colour, 'dark'),
});
