/** The compiler's part: a schema that says another thing than the code's type does not compile. */
import * as z from 'zod';
import { answers, pageMark } from './shapes.ts';

type Made = { readonly a: string; readonly b?: number; readonly c: 'x' | undefined };
const fits = z.strictObject({ a: z.string(), b: z.number().optional(), c: z.literal('x').optional() });

test('a schema that differs from its type does not compile', () => {
  expect(answers<Made>()(fits)).toBe(fits);
  expect(answers<Made | { d: 1 }>()(z.union([fits, z.strictObject({ d: z.literal(1) })]))).toBeDefined();
  // @ts-expect-error a field that the type does not have
  answers<Made>()(fits.extend({ d: z.string().optional() }));
  // @ts-expect-error a field that the schema does not have
  answers<Made>()(fits.omit({ b: true }));
  // @ts-expect-error the same, within a union
  answers<Made | { d: 1 }>()(z.union([fits.omit({ b: true }), z.strictObject({ d: z.literal(1) })]));
  // @ts-expect-error optional in the schema alone
  answers<{ a: string }>()(z.strictObject({ a: z.string().optional() }));
  // @ts-expect-error optional in the type alone
  answers<{ a?: string }>()(z.strictObject({ a: z.string() }));
  // @ts-expect-error another type
  answers<{ a: { b: string }[] }>()(z.strictObject({ a: z.array(z.strictObject({ b: z.number() })) }));
});

test('where a page ended is a sort key that the table takes: not empty, printable, and short', () => {
  const taken = ['2026-12-01T00:00:00.000Z#0123', '000123456789'];
  for (const one of taken) expect(pageMark.safeParse(one).success).toBe(true);
  for (const one of ['', ' ', 'a\nb', '\u0000', 'ü', 'a'.repeat(201)])
    expect(pageMark.safeParse(one).success).toBe(false);
});
