/**
 * Part of `npm run bench`: logons through the function's handler on the embedded engine, beside a bare client that makes the same requests without any
 * logic, in the same run; and what a PINPad check costs beside the HMACs that it takes. `--json`: a measurement a line.
 */
import '../support/quiet.ts';
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { verifyPasscode } from '#core/tokens/verify.ts';
import { addressOf, type Cost, nameOf, PASSWORD, passcodeOf, startLogonWorld } from '../support/logon-world.ts';
import { aToken } from '../support/memory.ts';

const PEOPLE = 40;
const ROUNDS = 6;
const json = process.argv.includes('--json');
const realNow = Date.now.bind(Date);
let ahead = 0;
Date.now = () => realNow() + ahead;

function report(name: string, value: number, unit: string, reference = '', ratio?: number): void {
  if (json) console.log(JSON.stringify({ name, value, unit, reference, ratio }));
  else
    console.log(`${name}: ${value} ${unit}${ratio === undefined ? '' : `; ${reference}: ratio ${ratio.toFixed(2)}`}`);
}
const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1]!;
async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

const ring = { current: 'k1', keys: { k1: randomBytes(32) } };
const world = await startLogonWorld(PEOPLE);
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const COMMANDS = {
  BatchGetItemCommand: BatchGetCommand,
  UpdateItemCommand: UpdateCommand,
  TransactWriteItemsCommand: TransactWriteCommand,
} as const;

/** The same request once more: under a new writer, for a new session and entry, with a code that was spent. */
let sent = 0;
function again(input: object): object {
  sent += 1;
  const fresh = randomBytes(9).toString('base64url');
  return JSON.parse(JSON.stringify(input), (name: string, value: unknown) => {
    if (name === ':writer') return fresh;
    if (name === 'ConditionExpression') return (value as string).replace('#lastInterval < ', '#lastInterval <= ');
    if (name === 'ClientRequestToken') return fresh.padEnd(16, '-');
    if (name === 'Item') return { ...(value as object), sk: `${fresh}-${sent}` };
    return value;
  }) as object;
}

/** The requests of one logon, one after the other: those that the logon makes at once are sent at once. */
async function bare({ commands, inputs }: Cost): Promise<void> {
  for (const [index, command] of commands.entries()) {
    const Command = COMMANDS[command as keyof typeof COMMANDS] as unknown as new (input: object) => UpdateCommand;
    await client.send(new Command(again(inputs[index]!)));
  }
}

type Method = 'SecurID_Native' | 'RSA_Password';
async function measure(what: string, method: Method, beside: () => Promise<unknown>): Promise<void> {
  const once = (index: number) =>
    world.logOn({
      index,
      method,
      secret: method === 'SecurID_Native' ? passcodeOf(index) : PASSWORD,
      source: addressOf(index),
    });
  const ours: number[] = [];
  const theirs: number[] = [];
  let cost: Cost | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    ahead += 60_000 - (Date.now() % 60_000) + 1000;
    for (let index = 0; index < PEOPLE; index++) {
      let done: ({ readonly status: number } & Cost) | undefined;
      const took = await timeOf(async () => {
        done = await once(index);
      });
      if (done!.status !== 200) throw new Error(`A logon was answered with ${done!.status}.`);
      // The first round is a first logon of the day, and reads keys; others that read keys are left out.
      if (round < 2 || done!.commands.some((command) => !(command in COMMANDS))) continue;
      cost = done!;
      ours.push(took);
      const { commands, inputs } = cost;
      theirs.push(
        await timeOf(async () => {
          await bare({ ...cost!, commands, inputs });
          await beside();
        }),
      );
    }
  }
  const [mine, other] = [median(ours), median(theirs)];
  report(`${what}, calls`, cost!.commands.length, 'calls');
  report(`${what}, writes`, cost!.writes, 'writes');
  report(
    `${what}, one after the other`,
    Math.round(1000 / mine),
    'a second',
    'the same requests by a bare client',
    other / mine,
  );
}

await measure('logon with a passcode', 'SecurID_Native', async () => undefined);
await measure('logon with a password', 'RSA_Password', () => hashSecret(PASSWORD, ring, passwordOf(nameOf(0), {})));
await world.stop();

const shape = { serial: '000123456789', digits: 8, pinStyle: 'pinpad' } as const;
const token = aToken({ ...shape, lastInterval: 999_999, pinHash: pinHash(ring, shape, '4711') });
const check = { token, seed: randomBytes(16), passcode: '12345678', now: 1_000_070 * 60_000, pinRing: ring };
const key = createSecretKey(ring.keys.k1);
const cpuOf = (run: () => unknown): number => {
  const times: number[] = [];
  for (let round = 0; round < 40; round++) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < 10; turn++) run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 10_000);
  }
  return median(times);
};
const pinpad = cpuOf(() => verifyPasscode(check));
const hmacs = cpuOf(() => {
  for (let n = 0; n < 142; n++) createHmac('sha256', key).update('000123456789 00001234').digest();
});
report(
  'a wrong PINPad passcode judged, CPU',
  Number(pinpad.toFixed(3)),
  'ms',
  '142 HMAC-SHA-256 of Node',
  hmacs / pinpad,
);
