import { type FollowPorts, followPeople } from '#core/journey/follow.ts';
import { ownersOf, type TokenPorts } from '#core/journey/owners.ts';
import { log } from '../shared/log.ts';
import { task } from '../shared/task.ts';

/** A record of the directory's stream: the key of what has changed. */
type StreamRecord = { readonly dynamodb: { readonly Keys: { readonly pk: { readonly S: string } } } };
export type StreamEvent = { readonly Records: readonly StreamRecord[] };
export type Deps = FollowPorts & TokenPorts;

/**
 * Changes of users and tokens: what has become of the people. Which change it was does not count, nor in which order: the facts are read. A
 * batch that fails comes again until it is done.
 */
export const createHandler = (deps: Deps) =>
  task<StreamEvent, void>(async ({ Records }) => {
    const people = await ownersOf(deps, [...new Set(Records.map(({ dynamodb }) => dynamodb.Keys.pk.S))]);
    if (people.length === 0) return;
    const changed = await followPeople(deps, people);
    if (changed > 0) log.info('people.followed', { count: people.length, updated: changed });
  });
