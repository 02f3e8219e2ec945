import * as z from 'zod';
import { readStored, readStoredJson } from './stored.ts';

const schema = z.object({ serial: z.string(), seed: z.object({ box: z.number() }), tokens: z.array(z.string()) });
const whole = { serial: '1', seed: { box: 1 }, tokens: ['a'] };

test('an item comes out as its schema says, without what the schema does not name', () => {
  expect(readStored(schema, { pk: 'TOKEN#1', sk: 'TOKEN', ...whole }, 'TOKEN#1/TOKEN')).toEqual(whole);
  expect(readStoredJson(schema, JSON.stringify(whole), 'x.json')).toEqual(whole);
});

const thrown = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each([
  ['serial', { ...whole, serial: 4711 }],
  ['seed.box', { ...whole, seed: { box: '4711' } }],
  ['tokens.1', { ...whole, tokens: ['a', 4711] }],
  ['seed', { serial: '1', tokens: [] }],
  ['', '4711'],
])('of a damaged item the error names the item and the field, and no value: %s', (field, value) => {
  const error = thrown(() => readStored(schema, value, 'TOKEN#1/TOKEN'));
  const facts = { item: 'TOKEN#1/TOKEN', field };
  expect(error).toMatchObject({ code: 'stored.damaged', status: 500, expose: false, facts });
  expect(error).toHaveProperty('message', 'stored.damaged');
  expect(error).not.toHaveProperty('cause');
});

test('text that is no JSON is a damaged item as a whole, and no part of it is told', () => {
  const error = thrown(() => readStoredJson(schema, '{"serial":"47', 'plans/x.json'));
  expect(error).toMatchObject({ code: 'stored.damaged', facts: { item: 'plans/x.json', field: '' } });
  expect(error).toHaveProperty('message', 'stored.damaged');
  expect(error).not.toHaveProperty('cause');
});
