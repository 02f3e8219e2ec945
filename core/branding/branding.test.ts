import { shownBranding } from './branding.ts';
import { brandOf } from './colour.ts';

test('pages get the shades and where the logo is, and no more', () => {
  expect(shownBranding({ version: 0 })).toEqual({});
  const logo = { type: 'image/png', width: 200, height: 60, version: 'abc' } as const;
  expect(shownBranding({ version: 3, colour: '#7a1f5c', logo })).toEqual({
    brand: brandOf('#7a1f5c'),
    logo: { version: 'abc', width: 200, height: 60 },
  });
});
