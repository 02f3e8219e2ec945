/** `landfall`: each command with drawn arguments and files, and with a deployment that is not there, damaged, or answers anything. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { isErrorCode } from '#core/errors/catalogue.ts';
import { drawnCsv, TABLES } from '../drawn/csv.ts';
import { drawnLdif } from '../drawn/ldif.ts';
import { mutatedText, oddText } from '../drawn/mutate.ts';
import { drawnPackage } from '../drawn/package.ts';
import { drawnTokenFile } from '../drawn/tokens.ts';
import { mutatedJson, oddValue } from '../drawn/values.ts';
import { checkError, must, repeatsSecret } from '../finding.ts';
import type { Random } from '../random.ts';
import { acted, type Target } from '../target.ts';

type Answer = { readonly status: number; readonly type: string; readonly body: string };
type Call = {
  readonly args: readonly string[];
  /** By name, in base64: the working folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What stands in deployment.json; absent: no deployment runs. */
  readonly deployment?: string;
  readonly answer: Answer;
};

/** `%PORT%` stands for the port of the server that answers. */
const DEPLOYMENT = { apiUrl: 'http://127.0.0.1:%PORT%', region: 'eu-central-1', operator: { accessKeyId: 'a', secretAccessKey: 'b' }, exportBucket: 'exports', mailUrl: 'http://127.0.0.1:%PORT%', pid: 1 }; // biome-ignore format: a file

/** Commands that go on until a person ends them, or talk to servers elsewhere. */
const NOT_HERE = new Set(['--stack', '--region', '--ldap', '--ldap-starttls', '--ca']);

/** All commands by the words that name them, with their options. */
async function commands(): Promise<readonly { readonly words: readonly string[]; readonly command: Command }[]> {
  const program = await programOf();
  const below = (words: readonly string[], one: Command): { words: readonly string[]; command: Command }[] =>
    one.commands.length === 0
      ? [{ words, command: one }]
      : one.commands.flatMap((child) => below([...words, child.name()], child));
  return program.commands.flatMap((one) => below([one.name()], one));
}
let known: Awaited<ReturnType<typeof commands>> | undefined;

let loaded: Promise<typeof import('#cli/program.ts')> | undefined;
async function programOf(): Promise<Command> {
  // Read when the commands are loaded: where `npm start` keeps its data.
  process.env['LANDFALL_DATA'] = data();
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
  loaded ??= import('#cli/program.ts');
  return (await loaded).createProgram('0.0.0');
}

let folder: string | undefined;
const home = (): string => {
  folder ??= mkdtempSync(join(tmpdir(), 'landfall-fuzz-cli-'));
  return folder;
};
const data = (): string => join(home(), 'data');
const work = (): string => join(home(), 'work');

/** Never another folder's file: commands write where they are told. */
const inFolder = (text: string): string =>
  text.replaceAll(/[/\0]/gu, '_').replaceAll('..', '_').slice(0, 3000).toWellFormed();

const FILES: Readonly<Record<string, (random: Random) => Buffer>> = {
  'users.ldif': (random) => mutatedText(drawnLdif(random), random),
  'users.csv': (random) => mutatedText(drawnCsv(TABLES.users, random), random),
  'list.csv': (random) => mutatedText(drawnCsv(TABLES.lists, random), random),
  'assignments.csv': (random) => mutatedText(drawnCsv(TABLES.assignments, random), random),
  'answers.csv': (random) => mutatedText(drawnCsv(TABLES.answers, random), random),
  'tokens.any': drawnTokenFile,
  'package.zip': drawnPackage,
  'odd.json': (random) => Buffer.from(mutatedJson({ heads: [{ shard: 0, seq: 1, hash: 'a' }] }, random)),
  'mail.txt': (random) => Buffer.from(`Subject: ${oddText(random)}\n\n{link}\n${oddText(random)}`),
  'public.pem': () =>
    Buffer.from(
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n',
    ),
};

function drawnValue(choices: readonly string[] | undefined, random: Random): string {
  if (choices && !random.once(6)) return random.pick(choices);
  if (random.once(5)) return inFolder(oddText(random));
  return random.pick([
    ...Object.keys(FILES),
    'missing.file',
    '.',
    'ana',
    'boss',
    '000123456789',
    '1',
    '0',
    '-1',
    '1e9',
    'old',
    'de',
    '0123456789abcdef'.repeat(2),
    '2026-12-01',
    'userId=uid',
    'enabled=!x',
    '(uid=a)',
    'out.file',
    '',
  ]);
}

async function drawnArgs(random: Random): Promise<string[]> {
  known ??= await commands();
  const { words, command } = random.pick(known);
  const values = command.registeredArguments.flatMap((argument) =>
    argument.required || random.once(2)
      ? random.list(argument.variadic ? random.between(1, 2) : 1, () => drawnValue(argument.argChoices, random))
      : [],
  );
  const options = command.options.flatMap((option): string[] => {
    const name = option.long ?? option.short ?? '';
    if (NOT_HERE.has(name) || !(option.mandatory ? !random.once(8) : random.once(4))) return [];
    return option.isBoolean() || option.negate ? [name] : [name, drawnValue(option.argChoices, random)];
  });
  const odd = random.once(8)
    ? [random.pick(['--json', '--', '--no-such-option', inFolder(oddText(random)), '-h'])]
    : [];
  return [...words, ...values, ...options, ...odd];
}

const PROBLEM = {
  type: 'urn:landfall:user.not_found',
  title: 'There is no such user.',
  status: 404,
  code: 'user.not_found',
};

function drawnAnswer(random: Random): Answer {
  const json = 'application/json';
  switch (random.below(6)) {
    case 0:
      return {
        status: random.pick([200, 403, 502]),
        type: 'text/html',
        body: '<html><body>Sign in to the network</body></html>',
      };
    case 1:
      return {
        status: random.pick([400, 404, 409, 500]),
        type: json,
        body: random.once(2) ? JSON.stringify(PROBLEM) : mutatedJson(PROBLEM, random),
      };
    case 2:
      return { status: 200, type: json, body: JSON.stringify(oddValue(random)) };
    case 3:
      return { status: random.pick([204, 200]), type: json, body: '' };
    default:
      return {
        status: 200,
        type: json,
        body: random.pick([
          '{}',
          '{"users":[],"tokens":[],"runs":[],"sources":[],"people":[],"campaigns":[],"entries":[]}',
          '[]',
          'null',
        ]),
      };
  }
}

let server: Server | undefined;
let next: Answer = { status: 200, type: 'text/plain', body: '' };
async function portOf(): Promise<number> {
  server ??= createServer((_request, response) => {
    response
      .writeHead(next.status, { 'content-type': next.type, connection: 'close' })
      .end(next.status === 204 ? '' : next.body);
  }).listen(0, '127.0.0.1');
  if (!server.listening) await new Promise<void>((resolve) => server!.once('listening', () => resolve()));
  server.unref();
  return (server.address() as { port: number }).port;
}

function setUp({ files, deployment, answer }: Call, port: number): void {
  for (const one of [data(), work()]) {
    rmSync(one, { recursive: true, force: true });
    mkdirSync(one, { recursive: true });
  }
  process.chdir(work());
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(work(), name), Buffer.from(content, 'base64'));
  if (deployment !== undefined)
    writeFileSync(join(data(), 'deployment.json'), deployment.replaceAll('%PORT%', String(port)));
  next = answer;
}

/** Runs a command as cli/main.ts does. @returns its exit code, and what it printed */
async function landfall(call: Call): Promise<{ code: number; said: string; told: string }> {
  const { args } = call;
  const { sayEnd, speakAsAsked } = await import('#cli/text/stderr.ts');
  const program = await programOf();
  let [said, told] = ['', ''];
  const kept = { out: process.stdout.write, err: process.stderr.write, log: console.log, error: console.error };
  const say = (text: string): boolean => {
    said += text;
    return true;
  };
  const tell = (text: string): boolean => {
    told += text;
    return true;
  };
  process.stdout.write = (chunk: unknown) => say(String(chunk));
  process.stderr.write = (chunk: unknown) => tell(String(chunk));
  console.log = (...all: unknown[]) => void say(`${all.map(String).join(' ')}\n`);
  console.error = (...all: unknown[]) => void tell(`${all.map(String).join(' ')}\n`);
  speakAsAsked(args);
  process.exitCode = 0;
  let code: number;
  try {
    await program.parseAsync([...args], { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = sayEnd(error);
    await checkEnd(call, error);
  } finally {
    process.stdout.write = kept.out;
    process.stderr.write = kept.err;
    Object.assign(console, { log: kept.log, error: kept.error });
    process.exitCode = 0;
  }
  return { code, said, told };
}

/** What ends a command is wrong usage, an error of the catalogue, what the deployment answered, or a file that can't be used. */
async function checkEnd(call: Call, error: unknown): Promise<void> {
  const { AnsweredError } = await import('#cli/text/answered.ts');
  const { describeError } = await import('#cli/text/output.ts');
  const { CommanderError } = await import('commander');
  if (error instanceof CommanderError || error instanceof AnsweredError) return;
  const { code } = describeError(error);
  // Only of what answered can that be said.
  if (code === 'deployment.answer_unreadable' && call.deployment !== undefined) return;
  if (code === 'file.unusable') return;
  checkError(error);
  must(isErrorCode(code), 'a command ends with a code that is not documented', () => code);
}

async function run(call: Call): Promise<void> {
  setUp(call, await portOf());
  const { code, said, told } = await landfall(call);
  const shown = () => `landfall ${JSON.stringify(call.args)}\nexit ${code}\n${told.slice(0, 800)}`;
  must([0, 1, 2, 3, 4, 5].includes(code), 'a command ends with a code of no meaning', shown);
  must(code === 0 || told.trim() !== '', 'a command fails without a word', shown);
  must(!/^\s+at .*[:(]\d+/mu.test(said + told), 'a command prints a stack', shown);
  must(!repeatsSecret(told), 'a command repeats a secret', shown);
}

export const COMMAND_LINE: readonly Target[] = [
  {
    ...acted<Call>('command-line', 6, { draw: () => ({ args: [], files: {}, answer: next }), run }),
    draw: async (random) => {
      const args = await drawnArgs(random);
      const named = Object.entries(FILES).filter(([name]) => args.includes(name));
      const files = Object.fromEntries(named.map(([name, draw]) => [name, draw(random).toString('base64')]));
      const deployment = random.pick([
        undefined,
        JSON.stringify(DEPLOYMENT),
        JSON.stringify(DEPLOYMENT),
        mutatedJson(DEPLOYMENT, random),
      ]);
      return Buffer.from(
        JSON.stringify({
          args,
          files,
          ...(deployment === undefined ? {} : { deployment }),
          answer: drawnAnswer(random),
        } satisfies Call),
      );
    },
  },
];
