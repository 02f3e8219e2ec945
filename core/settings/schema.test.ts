import { defaultSettings, FIELDS, SETTING_PATHS } from './model.ts';
import { settingsSchema, storedSettingsSchema } from './schema.ts';

test('what is missing takes its default, a group or a single setting', () => {
  for (const schema of [settingsSchema, storedSettingsSchema]) {
    expect(schema.parse({})).toEqual(defaultSettings());
    const parsed = schema.parse({ lockout: { failures: 7 } });
    expect(parsed).toEqual({ ...defaultSettings(), lockout: { ...defaultSettings().lockout, failures: 7 } });
  }
});

test('an unknown setting is refused in a change, and left out of what is stored', () => {
  for (const unknown of [{ weather: { sun: true } }, { lockout: { colour: 'red' } }]) {
    expect(settingsSchema.safeParse(unknown).success).toBe(false);
    expect(storedSettingsSchema.parse(unknown)).toEqual(defaultSettings());
  }
});

test('what is stored under a known name still has to be in its range', () => {
  expect(storedSettingsSchema.safeParse({ lockout: { failures: 0 } }).success).toBe(false);
  expect(storedSettingsSchema.safeParse({ recovery: { mode: 'guess' } }).success).toBe(false);
});

const accepts = (path: string, value: unknown) => {
  const [group, name] = path.split('.') as [string, string];
  return settingsSchema.safeParse({ [group]: { [name]: value } }).success;
};

test.each(SETTING_PATHS)('%s takes what its definition says, and nothing beside it', (path) => {
  const field = FIELDS[path];
  expect(accepts(path, field.default)).toBe(true);
  expect(accepts(path, null)).toBe(false);
  const ofLength = (length: number) => 'x'.repeat(length);
  switch (field.kind) {
    case 'number':
      expect([field.min, field.max].map((value) => accepts(path, value))).toEqual([true, true]);
      expect([field.min - 1, field.max + 1, field.min + 0.5].map((value) => accepts(path, value))).toEqual([
        false,
        false,
        false,
      ]);
      return;
    case 'switch':
      expect([true, false, 'true'].map((value) => accepts(path, value))).toEqual([true, true, false]);
      return;
    case 'choice':
      expect(field.options.every((option) => accepts(path, option))).toBe(true);
      expect(accepts(path, 'anything')).toBe(false);
      return;
    case 'text': {
      const address = (length: number) => `https://a.example/${ofLength(length - 19)}/`;
      const made = field.format === 'range-url' ? address : ofLength;
      expect([field.max, field.max + 1].map((length) => accepts(path, made(length)))).toEqual([true, false]);
      if (field.min > 0) expect(accepts(path, ofLength(field.min - 1))).toBe(false);
      return;
    }
    case 'expression':
      expect([0, 1, field.max, field.max + 1].map((length) => accepts(path, ofLength(length)))).toEqual([
        false,
        true,
        true,
        false,
      ]);
      return;
    case 'words': {
      const networks = { [field.min]: '::1', [field.max]: '2001:0db8:0000:0000:0000:0000:0000:0001/128' };
      const made = (length: number) => (field.format === 'network' && networks[length]) || ofLength(length);
      const list = (items: number, length: number) => Array.from({ length: items }, () => made(length));
      expect([list(field.items, field.min), list(1, field.max)].map((value) => accepts(path, value))).toEqual([
        true,
        true,
      ]);
      const wrong = [list(field.items + 1, field.min), list(1, field.min - 1), list(1, field.max + 1)];
      expect(wrong.map((value) => accepts(path, value))).toEqual([false, false, false]);
      return;
    }
    case 'aliases': {
      const list = (items: number, length: number) =>
        Array.from({ length: items }, () => ({ language: 'en', from: ofLength(length), to: ofLength(length) }));
      expect([list(field.items, 1), list(1, field.max)].map((value) => accepts(path, value))).toEqual([true, true]);
      const wrong = [list(field.items + 1, 1), list(1, 0), list(1, field.max + 1), [{ from: 'a', to: 'b' }]];
      expect(wrong.map((value) => accepts(path, value))).toEqual([false, false, false, false]);
    }
  }
});

test.each([
  ['192.0.2.0/24', true],
  ['10.1.0.0/16', true],
  ['192.0.2.7', true],
  ['2001:db8::/32', true],
  ['10.0.0.0/8', false],
  ['2001:db8::/31', false],
  ['0.0.0.0/0', false],
  ['office', false],
])('whether %s can be an office’s network: %j', (network, expected) => {
  const parsed = settingsSchema.safeParse({ throttles: { officeNetworks: [network] } });
  expect(parsed.success).toBe(expected);
});

test('an address for a range that is none is refused, with what it has to be', () => {
  const parsed = settingsSchema.safeParse({ passwordPolicy: { breachedPasswordsUrl: 'http://other.example/' } });
  expect(parsed.error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining('https address')]);
});
