/**
 * Sends what the adapters send to the engine to simulated tables too, so that every expression and every parameter of theirs is one that the
 * simulation knows. The answers are not compared: test/integration/services/dynamodb-*.test.ts do that.
 */
import { dynamodb } from '#adapters/aws/clients.ts';
import { onWire } from '#test/simulation/client.ts';
import { DynamoDb, EXACT } from '#test/simulation/services/dynamodb/dynamodb.ts';

/** Refusals that are about the request alone, whatever the tables hold. */
const MISUNDERSTOOD = /"message":"(?:Invalid \w+Expression|Value provided in|Statement wasn't well formed)/u;

/** @param definitions of the tables, as CreateTable takes them */
export function mirrorTables(definitions: readonly object[]): void {
  const service = new DynamoDb({ now: Date.now, random: () => 0 }, EXACT);
  for (const definition of definitions) service.create(definition as Readonly<Record<string, unknown>>);
  dynamodb().middlewareStack.add(
    (next) => async (args) => {
      const request = await onWire(args.request as Parameters<typeof onWire>[0]);
      const body = String(service.handle(request).body);
      const answer = await next(args);
      if (MISUNDERSTOOD.test(body))
        throw new Error(`The engine did what the simulation refuses: ${request.body} ${body}`);
      return answer;
    },
    { step: 'finalizeRequest', priority: 'low', name: 'mirrorsTables', override: true },
  );
}
