import { defaultSettings } from '#core/settings/model.ts';
import { eventFor, guardPorts } from '#test/support/edge.ts';
import { png } from '#test/support/images.ts';
import { memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

const logo = { bytes: png(200, 60), type: 'image/png', version: 'abc' } as const;
const asked = async (query: Readonly<Record<string, string>>, image: typeof logo | undefined = logo) => {
  const deps = {
    readBranding: async () => ({ version: 0 }),
    readLogoImage: async () => image,
    readSettings: async () => ({ settings: defaultSettings() }),
    readLanguages: async () => [],
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  return handler(eventFor('GET /api/console/logo', { query }), {} as never);
};

test('S4: the logo is bytes of its own type, kept by its version alone, and no page', async () => {
  const { statusCode, headers, body, isBase64Encoded } = await asked({ v: 'abc' });
  expect({ statusCode, isBase64Encoded, headers }).toEqual({
    statusCode: 200,
    isBase64Encoded: true,
    headers: expect.objectContaining({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    }),
  });
  expect(Buffer.from(body, 'base64')).toEqual(logo.bytes);
});

test('the logo under another version, or none, is not kept', async () => {
  for (const query of [{}, { v: 'old' }]) expect((await asked(query)).headers['cache-control']).toBe('no-store');
});

test('without a logo there is nothing to show', async () => {
  const handler = serve(
    routes,
    {
      readBranding: async () => ({ version: 0 }),
      readLogoImage: async () => undefined,
      readSettings: async () => ({ settings: defaultSettings() }),
      readLanguages: async () => [],
    },
    guardPorts(memory().ports),
  );
  expect(await handler(eventFor('GET /api/console/logo'), {} as never)).toMatchObject({
    statusCode: 404,
    body: expect.stringContaining('branding.no_logo'),
  });
});
