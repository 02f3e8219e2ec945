/** The table of error codes against the code: each is thrown somewhere with its status, and none is left out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS, type ProblemCode, problemOf, statusesOf } from './problems.ts';
import { OPERATIONS } from './routes.ts';

const sources = ['core', 'adapters', 'lambdas'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') })),
);

/** The arguments of a call that opens before `from`, apart at the commas of their own level. */
function argumentsAt(text: string, from: number): string[] {
  const parts = [''];
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (quote !== '') {
      if (sign === '\\') at++;
      else if (sign === quote) quote = '';
    } else if (/['"`]/u.test(sign)) quote = sign;
    else if (/[([{]/u.test(sign)) depth++;
    else if (/[)\]}]/u.test(sign) && depth-- === 0) break;
    else if (sign === ',' && depth === 0) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}

/** Every error made on the spot under a code of its own: file, code, status, names of its facts. */
const thrown = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\b(invalid|LandfallError)\(\s*(?=')/gu)].flatMap((match) => {
    const [code = '', second, third = '', fourth] = argumentsAt(text, match.index + match[0].length);
    const status = match[1] === 'invalid' ? Number(fourth || 400) : Number(second);
    const facts = match[1] === 'invalid' && third.startsWith('{') ? argumentsAt(third, 1) : [];
    const names = facts.map((fact) => fact.split(':')[0]!.trim()).filter((name) => name !== '');
    return Number.isInteger(status) ? [{ file, code: code.slice(1, -1), status, facts: names }] : [];
  }),
);

/** Thrown where no request waits for them: in the state machine, on the queues, by the command line. */
const NOT_OF_THE_API = [
  /^core\/(sources|export|pack|token-files|tokens\/(?!pin\.ts)|xml\.ts|passwords\/phc\.ts)/u,
  /^core\/migration\/(returned-mail|returned-mail-limit|check-rejects|ingest-part|notify-users|verify-part)\.ts/u,
  /^adapters\/(mail\/|migrations\/progress\.ts|dynamodb\/inserts\.ts)/u,
  /^lambdas\/(start-migration|summarize|notify-users|task\.ts)/u,
];

test('finds what is thrown', () => {
  expect(thrown).toContainEqual({
    file: 'core/administration/users/administer.ts',
    code: 'user.not_found',
    status: 404,
    facts: [],
  });
  const parse = { file: 'lambdas/parse.ts', code: 'request.invalid', status: 400, facts: ['fields'] };
  expect(thrown).toContainEqual(parse);
  expect(thrown.length).toBeGreaterThan(40);
});

test('whatever the API may throw is in the table, with this status and these facts', () => {
  const served = thrown.filter(({ file, status }) => status < 500 && !NOT_OF_THE_API.some((one) => one.test(file)));
  const missing = served.filter(({ code, status, facts }) => {
    // Of the export key, which no route opens packages with.
    if (code === 'package.wrong_key') return false;
    if (!(code in PROBLEMS) || !statusesOf(code as ProblemCode).includes(status)) return true;
    const told = problemOf(code as ProblemCode).facts ?? '';
    return facts.some((fact) => !told.includes(`\`${fact}\``));
  });
  expect(missing).toEqual([]);
});

test('and so is what a helper throws by its code', () => {
  const codes = sources
    .filter(({ file }) => !NOT_OF_THE_API.some((one) => one.test(file)))
    .flatMap(({ text }) => [...text.matchAll(/\b(?:refused|refusal|forbidden)\(\s*'([a-z]+\.[a-z_]+)'/gu)])
    .map((match) => match[1]!);
  expect(codes).toContain('migration.running');
  expect(codes.filter((code) => !(code in PROBLEMS))).toEqual([]);
});

test.each(Object.keys(PROBLEMS) as ProblemCode[])('%s: is a code of the program', (code) => {
  const [family, name] = code.split('.');
  const literal = sources.some(
    ({ text }) => text.includes(`'${code}'`) || (text.includes(`\`${family}.\${code}\``) && text.includes(`'${name}'`)),
  );
  expect(literal).toBe(true);
});

test('each code belongs to a route', () => {
  const everywhere = ['request.', 'internal', 'session.', 'role.'];
  const named = new Set<string>(Object.values(OPERATIONS).flatMap(({ problems }) => problems));
  const idle = Object.keys(PROBLEMS).filter(
    (code) => !named.has(code) && !everywhere.some((prefix) => code.startsWith(prefix)),
  );
  expect(idle).toEqual([]);
});
