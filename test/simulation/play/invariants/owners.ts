/** Users and their tokens: each token is of one user who lists it, or of none; people and words by which they are found are theirs. */
import { type Final, type Invariant, type Item, keyOf } from './final.ts';

export const owners: Invariant = ({ users, tokens }) => {
  const wrong: string[] = [];
  const bySerial = new Map(tokens.map((token) => [String(token['serial']), token]));
  const listed = new Map<string, string[]>();
  for (const user of users)
    for (const serial of user['tokens'] as string[]) {
      listed.set(serial, [...(listed.get(serial) ?? []), keyOf(user)]);
      const token = bySerial.get(serial);
      if (!token) wrong.push(`owners: ${keyOf(user)} lists ${serial}, which does not exist`);
      else if (token['assignee'] !== keyOf(user))
        wrong.push(`owners: ${keyOf(user)} lists ${serial}, which names ${String(token['assignee'])}`);
    }
  for (const [serial, token] of bySerial) {
    const by = listed.get(serial) ?? [];
    const { assignee } = token;
    if (by.length > 1) wrong.push(`owners: ${serial} is listed by ${by.join(' and ')}`);
    if (assignee !== undefined && !by.includes(String(assignee)))
      wrong.push(
        `owners: ${serial} names ${String(assignee)}, who ${users.some((user) => keyOf(user) === assignee) ? 'does not list it' : 'is not here'}`,
      );
    if (token.pk !== `TOKEN#${serial}`) wrong.push(`owners: ${serial} stands at ${token.pk}`);
  }
  return wrong;
};

/** Folded as a finder types it, without what people leave out; the product's own way is more. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s.,'-]/gu, '')
    .replaceAll('@', '!')
    .replace(/^0+(?=.)/u, '');

function personsOf({ search, users }: Final): string[] {
  const wrong: string[] = [];
  const persons = new Map(search.filter(({ sk }) => sk === 'PERSON').map((item) => [item.pk, item]));
  const wanted = new Map<string, string>();
  for (const user of users)
    if (typeof user['externalId'] === 'string' && typeof user['source'] === 'string')
      wanted.set(`PERSON#${user['source']}#${user['externalId']}`, keyOf(user));
  for (const [pk, key] of wanted)
    if (persons.get(pk)?.['userKey'] !== key)
      wrong.push(`persons: ${pk} should lead to ${key}, not ${String(persons.get(pk)?.['userKey'])}`);
  for (const [pk, item] of persons)
    if (!wanted.has(pk))
      wrong.push(`persons: ${pk} leads to ${String(item['userKey'])}, who is another person or not here`);
  return wrong;
}

function findsOf({ search, users }: Final): string[] {
  const wrong: string[] = [];
  const found = new Map<string, Item[]>();
  for (const item of search.filter(({ pk }) => /^(?:FIND|NAME|FLAG)#/u.test(pk))) {
    const key = String(item['userKey']);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  const known = new Set(users.map(keyOf));
  for (const [key, items] of found)
    if (!known.has(key)) wrong.push(`finds: ${items[0]!.pk} ${items[0]!.sk} finds ${key}, who is not here`);
  for (const user of users) {
    const texts = (found.get(keyOf(user)) ?? []).filter(({ pk }) => pk.startsWith('FIND#')).map(({ sk }) => sk);
    const { userId, email, tokens } = user as unknown as { userId: string; email?: string; tokens: string[] };
    for (const text of [userId, ...(email === undefined ? [] : [email]), ...tokens])
      if (!texts.some((one) => one.startsWith(plain(text)))) wrong.push(`finds: ${userId} is not found by ${text}`);
    const serials = texts.map((text) => text.split(' ')[0]!).filter((text) => /^\d{8,}$/u.test(text));
    for (const serial of serials)
      if (!tokens.some((one) => plain(one) === serial))
        wrong.push(`finds: ${userId} is found by ${serial}, which is not theirs`);
  }
  return wrong;
}
export const people: Invariant = (final) => [...personsOf(final), ...findsOf(final)];
