/** AWS's limits, and what the template says, fit one another: who waits gives up after what is waited for. */
import { readFileSync } from 'node:fs';
import { FUNCTIONS } from '#infra/functions.ts';
import { deployedAs } from '../support/cloud.ts';

/** HTTP API. */
const INTEGRATION_SECONDS = 30;
const seconds = (name: string) => FUNCTIONS[name]!.timeoutSeconds ?? 15;
const assembly = deployedAs({ name: 'landfall', region: 'eu-central-1' });

test('a function that serves routes ends before API Gateway gives it up', () => {
  const late = Object.entries(FUNCTIONS).filter(([name, { routes }]) => routes && seconds(name) >= INTEGRATION_SECONDS);
  expect(late.map(([name]) => name)).toEqual([]);
});

test('a state waits longer than its function may take', () => {
  const states = readFileSync('statemachines/migration.asl.json', 'utf8');
  for (const [name, { state }] of Object.entries(FUNCTIONS)) {
    if (!state) continue;
    const [, wait] = new RegExp(`\\$\\{${state}Arn\\}[\\s\\S]*?"TimeoutSeconds": (\\d+)`, 'u').exec(states)!;
    expect([name, Number(wait) > seconds(name)]).toEqual([name, true]);
  }
});

test('a queue hides a message for six times as long as its function may take, and takes 256 KiB', () => {
  type Queue = { VisibilityTimeout?: number; MaximumMessageSize?: number };
  const queues = assembly.of<Queue>('AWS::SQS::Queue');
  type Mapping = { EventSourceArn: string; FunctionName: string };
  for (const { properties } of assembly.of<Mapping>('AWS::Lambda::EventSourceMapping')) {
    if (!properties.EventSourceArn.includes(':sqs:')) continue;
    const queue = queues.find(({ name }) => properties.EventSourceArn.endsWith(`:${name}`))!;
    const lambda = assembly
      .of<{ Timeout: number }>('AWS::Lambda::Function')
      .find(({ name }) => name === properties.FunctionName)!;
    expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * lambda.properties.Timeout);
  }
  for (const { properties } of queues) expect(properties.MaximumMessageSize).toBe(262_144);
});
