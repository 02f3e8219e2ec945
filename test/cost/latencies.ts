/**
 * What a call of each service takes on AWS, in milliseconds, as an order of magnitude: the engines here answer at once, and a loaded machine late.
 * Calls that are made side by side are counted one after the other, so that a function rather takes less.
 */
const LATENCIES: Readonly<Record<string, number>> = {
  dynamodb: 6,
  events: 15,
  kms: 10,
  s3: 30,
  secretsmanager: 20,
  // A new account sends 14 mails a second, and a function waits for its turn.
  ses: 72,
  sqs: 10,
  states: 30,
};

/** @param calls by name, which begins with the service @throws Error naming a service without a latency */
export function waitsOf(calls: Readonly<Record<string, number>>): number {
  return Object.entries(calls).reduce((sum, [name, times]) => {
    const [service = ''] = name.split(' ');
    const latency = LATENCIES[service];
    if (latency === undefined) throw new Error(`How long does ${service} take? (test/cost/latencies.ts)`);
    return sum + latency * times;
  }, 0);
}
