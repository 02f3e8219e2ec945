import * as z from 'zod';
import { defaultSettings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { FIELDS, type Field, type FieldPath, patchOf, pathOf, valuesOf } from './fields.ts';

type Schema = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};
const root = z.toJSONSchema(settingsSchema, { io: 'input' }) as Schema;
const schemas = Object.entries(root.properties!).flatMap(([group, { properties }]) =>
  Object.entries(properties!).map(([field, schema]) => [`${group}.${field}`, schema] as const),
);

test('every setting has a field, and every field has a setting', () => {
  expect(Object.keys(FIELDS).sort()).toEqual(schemas.map(([path]) => path).sort());
});

test.each(schemas)('the field of %s has the range that the API accepts', (path, schema) => {
  const field: Field = FIELDS[path as FieldPath];
  switch (field.kind) {
    case 'number':
      return expect(schema).toMatchObject({ type: 'integer', minimum: field.min, maximum: field.max });
    case 'switch':
      return expect(schema).toMatchObject({ type: 'boolean' });
    case 'choice':
      return expect([...field.options].sort()).toEqual([...schema.enum!].sort());
    case 'text':
      return expect([schema.type, schema.minLength ?? 0, schema.maxLength]).toEqual(['string', field.min, field.max]);
    case 'expression':
      return expect([schema.type, schema.maxLength]).toEqual(['string', field.max]);
    case 'words':
      return expect([schema.maxItems, schema.items!.minLength, schema.items!.maxLength]).toEqual([
        field.items,
        field.min,
        field.max,
      ]);
    case 'aliases':
      return expect([schema.maxItems, schema.items!.properties!['from']!.maxLength]).toEqual([field.items, field.max]);
  }
});

test('values are read by path, and changes are sent by group', () => {
  expect(valuesOf(defaultSettings(), ['lockout.failures', 'sessions.idleMinutes'])).toEqual({
    'lockout.failures': 5,
    'sessions.idleMinutes': 15,
  });
  expect(
    patchOf([
      { field: 'lockout.failures', after: 3 },
      { field: 'lockout.windowHours', after: 12 },
      { field: 'mail.linkDays', after: 7 },
    ]),
  ).toEqual({ lockout: { failures: 3, windowHours: 12 }, mail: { linkDays: 7 } });
});

test('blank lines and surrounding spaces are not saved', () => {
  const aliases = [{ language: 'en_US', from: 'First pet ?', to: 'First pet?' }];
  expect(
    patchOf([
      { field: 'passwordPolicy.words', after: [' harbour ', '', 'tide'] },
      { field: 'organisation.name', after: ' Example ' },
      { field: 'securityQuestions.aliases', after: aliases },
    ]),
  ).toEqual({
    passwordPolicy: { words: ['harbour', 'tide'] },
    organisation: { name: 'Example' },
    securityQuestions: { aliases },
  });
});

test('a refusal of an item of a list belongs to the field of the list', () => {
  expect(pathOf('securityQuestions.aliases.3.from')).toBe('securityQuestions.aliases');
  expect(pathOf('lockout.failures')).toBe('lockout.failures');
  expect(pathOf('lockout')).toBeUndefined();
});
