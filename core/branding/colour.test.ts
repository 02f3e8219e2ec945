import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { BEHIND, brandOf, COLOUR_PATTERN, contrast, LEAST_CONTRAST } from './colour.ts';

test('contrast is that of WCAG 2.2', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
});

test('a colour that can be read stays as it is; another one is darkened or lightened, and both ratios are said', () => {
  const { light, dark } = brandOf('#7a1f5c');
  expect(light).toMatchObject({ accent: '#7a1f5c', on: '#ffffff' });
  expect(light.given).toBe(light.ratio);
  expect(dark.accent).not.toBe('#7a1f5c');
  expect(dark.given).toBeLessThan(LEAST_CONTRAST);
  expect(dark.ratio).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  expect(brandOf('#ffdd00').light.accent).not.toBe('#ffdd00');
  expect(brandOf('#ffdd00').dark.accent).toBe('#ffdd00');
});

test('each shade of each colour can be read in its theme: on each background, on its own soft one, and what stands on it', () => {
  const part = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(part, part, part, (...parts) => {
      const brand = brandOf(`#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`);
      for (const theme of ['light', 'dark'] as const) {
        const { accent, strong, soft, on } = brand[theme];
        for (const colour of [accent, strong, soft, on]) expect(colour).toMatch(COLOUR_PATTERN);
        for (const other of [...BEHIND[theme], soft, on])
          expect(contrast(accent, other)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
        expect(contrast(strong, on)).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      }
    }),
  );
});

test('the backgrounds are those of the consoles’ styles', () => {
  const styles = readFileSync('console/shared/styles/tokens.css', 'utf8');
  const found = ['page', 'surface', 'sunken'].map((name) =>
    new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`, 'u').exec(styles)!.slice(1),
  );
  expect({ light: found.map(([light]) => light), dark: found.map(([, dark]) => dark) }).toEqual(BEHIND);
});
