/** Colour and logo of the organisation. */
import * as z from 'zod';
import { type BrandingPorts, saveBranding } from '#core/administration/branding.ts';
import type { Branding } from '#core/branding/branding.ts';
import { type Brand, brandOf, COLOUR_PATTERN } from '#core/branding/colour.ts';
import { LOGO_LIMITS, LOGO_TYPES } from '#core/branding/logo.ts';
import { itemVersion } from '#core/directory/version.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, brandShape } from '../route/shapes.ts';
import { version } from './settings.ts';

type Shown = Branding & { readonly brand?: Brand };
const shown = answers<Shown>()(
  z.strictObject({
    version,
    colour: z.string().optional().describe('As it was given, #rrggbb'),
    brand: brandShape.optional().describe('The shade of it in each theme, and the contrast of both'),
    logo: z
      .strictObject({ type: z.enum(LOGO_TYPES), width: z.int(), height: z.int(), version: z.string() })
      .optional()
      .describe('GET /api/console/logo?v=<version> shows it'),
  }),
);
const body = { name: 'Branding', schema: shown } as const;
const withBrand = (branding: Branding): Shown =>
  branding.colour === undefined ? branding : { ...branding, brand: brandOf(branding.colour) };

export const showBranding = route({
  id: 'showBranding',
  method: 'GET',
  path: '/branding',
  summary: 'Colour and logo',
  caller: administrator('admin'),
  answer: { status: 200, means: 'Those that are set.', body },
  errors: [],
  handle: async (deps: Pick<BrandingPorts, 'readBranding'>) => ({ body: withBrand(await deps.readBranding()) }),
});

/** Four characters of base64 stand for three bytes. A file that is a little too large is refused with a sentence. */
const MAX_BASE64 = LOGO_LIMITS.bytes * 2;

export const changeBranding = route({
  id: 'changeBranding',
  method: 'PUT',
  path: '/branding',
  summary: 'Set colour or logo',
  details: `What is absent stays; null takes it away. A colour with less contrast than 4.5:1 (WCAG 2.2) is used in a darker or lighter shade of it, which the answer names for each theme. A logo is a PNG, JPEG or WebP image of at most ${LOGO_LIMITS.bytes / 1024} KiB.`,
  caller: administrator('super-admin'),
  // saveBranding asks for a fresh logon.
  credentials: 'kept',
  body: {
    name: 'BrandingChange',
    schema: z.strictObject({
      version: itemVersion,
      colour: z.string().toLowerCase().regex(COLOUR_PATTERN).nullable().optional(),
      logo: z.base64().max(MAX_BASE64).nullable().optional().describe('The image in base64'),
    }),
    example: { version: 1, colour: '#7a1f5c' },
  },
  answer: { status: 200, means: 'Saved.', body },
  errors: ['branding.logo', 'branding.conflict', 'session.not_fresh'],
  handle: async (deps: BrandingPorts, { actor, body: { version: seen, ...change }, now }) => ({
    body: withBrand(await saveBranding(deps, change, seen, { actor, now })),
  }),
});

export const resetBranding = route({
  id: 'resetBranding',
  method: 'DELETE',
  path: '/branding',
  summary: 'Back to the product’s colour, and no logo',
  caller: administrator('super-admin'),
  credentials: 'kept',
  query: {
    schema: z.strictObject({ version: z.coerce.number().pipe(itemVersion) }),
    means: { version: 'The version that was seen' },
  },
  answer: { status: 200, means: 'Neither is set.', body },
  errors: ['branding.conflict', 'session.not_fresh'],
  handle: async (deps: BrandingPorts, { actor, query, now }) => ({
    body: withBrand(await saveBranding(deps, { colour: null, logo: null }, query.version, { actor, now })),
  }),
});
