import * as z from 'zod';
import type { LogoImage } from '#adapters/directory/branding.ts';
import { LOGO_TYPES } from '#core/branding/logo.ts';
import { LandfallError } from '#core/errors.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';

export const showLogo = route({
  id: 'showLogo',
  method: 'GET',
  path: '/console/logo',
  summary: 'The organisation’s logo',
  details: 'By its version, which GET /api/console names, a browser may keep it for good.',
  caller: everybody,
  query: {
    schema: z.strictObject({ v: z.string().max(64).optional() }),
    means: { v: 'The version that is asked for; another one is answered with the logo of now, which is not kept' },
  },
  answer: { status: 200, means: 'The image.', image: LOGO_TYPES },
  errors: ['branding.no_logo'],
  handle: async (deps: { readLogoImage(): Promise<LogoImage | undefined> }, { query }) => {
    const logo = await deps.readLogoImage();
    if (!logo) throw new LandfallError('branding.no_logo');
    const { bytes, type, version } = logo;
    return { image: { bytes, type, immutable: query.v === version } };
  },
});
