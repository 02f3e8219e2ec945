/**
 * What the request asks for: the names of the path in their forms, and query and body by the route's schemas. A query or a body that the
 * route does not describe is not looked at.
 */
import * as z from 'zod';
import { parse } from '../route/parse.ts';
import { type Described, PATH_FORMS } from '../route/route.ts';
import { foundIn, type Guard } from './guard.ts';

/**
 * Without the parameters that are undefined: a strict schema would refuse them.
 * @throws LandfallError request.invalid (400) for half of a surrogate pair, which is no text (as `parseJson` has it for bodies)
 */
const defined = (record: Readonly<Record<string, string | undefined>> = {}) => {
  const given = Object.entries(record).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const text = z.string().refine((value) => value.isWellFormed(), 'holds half of a surrogate pair');
  return parse(z.record(text, text), Object.fromEntries(given));
};

/** @throws LandfallError request.invalid (400) */
export function input({ params = {}, query, body }: Pick<Described, 'params' | 'query' | 'body'>): Guard {
  const inPath = z.object(
    Object.fromEntries(
      Object.entries(params).map(([name, { form }]) => [
        name,
        z.string().regex(PATH_FORMS[form], `is no ${form} number`),
      ]),
    ),
  );
  return {
    before: ({ event, context }) => {
      const found = foundIn(context);
      found.params = parse(inPath, defined(event.pathParameters));
      found.query = query && parse(query.schema, defined(event.queryStringParameters));
      found.body = body && parse(body.schema, found.body);
    },
  };
}
