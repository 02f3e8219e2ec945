/**
 * EventBridge's bus of the deployment: each event becomes a line of logs/events.log, and goes to the webhooks that rules name. What a webhook
 * does not take is tried again a few times, and then said in that file. The bus keeps no event, and no erasure reaches the file: whose event it
 * was is not written there.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, nameIn, REGION } from './aws/names.ts';
import type { Actions } from './aws-json.ts';
import { matches } from './event-pattern.ts';

type Rule = { EventBusName?: string; EventPattern?: object; Targets: { Arn: string }[]; State: string };
type Destination = { InvocationEndpoint: string; HttpMethod: string };
type Entry = { EventBusName?: string; Source: string; DetailType: string; Detail: string };

const TRIES = 3;
const PAUSE_MS = 1000;

async function deliver({ InvocationEndpoint, HttpMethod }: Destination, event: object): Promise<boolean> {
  const request = { method: HttpMethod, headers: { 'content-type': 'application/json' }, body: JSON.stringify(event) };
  for (let tried = 0; tried < TRIES; tried++) {
    const taken = await fetch(InvocationEndpoint, request).then(
      ({ ok }) => ok,
      () => false,
    );
    if (taken) return true;
    await setTimeout(PAUSE_MS);
  }
  return false;
}

/** The event without what names a person. */
function withoutPerson<E extends { readonly detail: object }>(event: E): E {
  const { userId: _user, serial: _token, ...detail } = event.detail as Record<string, unknown>;
  return { ...event, detail };
}

/** @param file of the log */
export function createEvents(assembly: Assembly, file: string): Actions {
  const rules = assembly.of<Rule>('AWS::Events::Rule').filter(({ properties }) => properties.State === 'ENABLED');
  const destinations = new Map(
    assembly.of<Destination>('AWS::Events::ApiDestination').map(({ name, properties }) => [name, properties]),
  );
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  const publish = (bus: string, { Source, DetailType, Detail }: Entry) => {
    const event = {
      version: '0',
      id: crypto.randomUUID(),
      source: Source,
      'detail-type': DetailType,
      account: ACCOUNT,
      region: REGION,
      time: new Date().toISOString(),
      detail: JSON.parse(Detail) as object,
    };
    write(withoutPerson(event));
    for (const { properties } of rules) {
      const { EventBusName, EventPattern, Targets } = properties;
      if (EventBusName === undefined || nameIn(EventBusName) !== bus) continue;
      if (!EventPattern || !matches(EventPattern, event)) continue;
      for (const { Arn } of Targets) {
        const destination = destinations.get(nameIn(Arn));
        if (!destination) continue;
        void deliver(destination, event).then((taken) => taken || write({ undelivered: event.id }));
      }
    }
    return { EventId: event.id };
  };
  return {
    PutEvents: ({ Entries }: { Entries: Entry[] }) => ({
      FailedEntryCount: 0,
      Entries: Entries.map((entry) => publish(nameIn(entry.EventBusName ?? ''), entry)),
    }),
  };
}
