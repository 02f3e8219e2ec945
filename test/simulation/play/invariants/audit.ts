/** The audit: its chains hold, what was done stands in it, and nothing is left in the outbox that has no place in a chain. */
import { createPublicKey, verify } from 'node:crypto';
import { chainOf, type Link, NOTHING_VERIFIED, SHARDS, verifyEnd, verifyLinks } from '#core/audit-chain.ts';
import type { Call } from '../stage.ts';
import { brief, type Final, type Invariant } from './final.ts';

export const chains: Invariant = ({ audit, auditOutbox, stage }) => {
  const key = createPublicKey({ key: stage.world.auditKey(), format: 'der', type: 'spki' });
  const isSigned = (text: Buffer, signature: string) => verify('sha256', text, key, Buffer.from(signature, 'base64'));
  const wrong: string[] = [];
  for (let shard = 0; shard < SHARDS; shard++) {
    const links = audit
      .filter(({ pk }) => pk === chainOf(shard))
      .toSorted((a, b) => (a.sk < b.sk ? -1 : 1)) as unknown as Link[];
    const { state, faults } = verifyLinks(shard, NOTHING_VERIFIED, links, isSigned);
    for (const fault of [...faults, ...verifyEnd(shard, state)]) wrong.push(`audit: chain ${brief(fault)}`);
  }
  const chained = new Map<string, number>();
  for (const link of audit) {
    const id = `${String(link['day'])} ${String(link['id'])}`;
    chained.set(id, (chained.get(id) ?? 0) + 1);
  }
  for (const { pk, sk } of auditOutbox) {
    const count = chained.get(`${pk} ${sk}`) ?? 0;
    if (count !== 1) wrong.push(`audit: the entry ${pk} ${sk} stands ${count} times in the chains`);
  }
  if (audit.length !== auditOutbox.length)
    wrong.push(`audit: ${audit.length} links, and ${auditOutbox.length} entries in the outbox`);
  return wrong;
};

/** What an answered request must have left in the audit: action and object. */
function expectedEntry({ method, path, body, query, answer }: Call): readonly [string, string | undefined] | undefined {
  const of = (name: string): string | undefined => {
    const value = query?.[name];
    return value === undefined ? undefined : name === 'userId' ? value.toLowerCase() : value;
  };
  const given = (body ?? {}) as Readonly<Record<string, unknown>>;
  const id = (answer as { id?: string } | undefined)?.id;
  const route = `${method} ${path.replace(/^\/api\/operator(?:\/administer)?/u, '').replaceAll(/\/[0-9a-f]{32}/gu, '/{id}')}`;
  const named = /\/([0-9a-f]{32})/u.exec(path)?.[1];
  switch (route) {
    case 'POST /create-admin':
      return ['admin.created', undefined];
    case 'POST /packers':
      return ['packers.added', id];
    case 'DELETE /packers/{id}':
      return ['packers.removed', named];
    case 'PATCH /settings':
      return ['settings.changed', undefined];
    case 'POST /runs':
      return ['migration.started', id];
    case 'POST /runs/{id}/resume':
      return ['migration.started', named];
    case 'POST /runs/{id}/rollback':
      return ['migration.rolled_back', id];
    case 'POST /runs/{id}/confirmation':
      return ['migration.confirmed', named];
    case 'POST /runs/{id}/approval':
      return [`migration.${String(given['decision'])}`, named];
    case 'POST /campaigns':
      return ['campaign.started', undefined];
    case 'POST /campaigns/{id}/hold':
      return ['campaign.held', named];
    case 'POST /campaigns/{id}/resume':
      return ['campaign.resumed', named];
    case 'POST /campaigns/{id}/end':
      return ['campaign.ended', named];
    case 'POST /users/tell':
      return ['campaign.started', String(given['userId']).toLowerCase()];
    case 'PATCH /user':
      return ['user.edited', of('userId')];
    case 'POST /user/reset-password':
      return ['user.password_reset', of('userId')];
    case 'POST /user/erase':
      return (answer as { next?: string } | undefined)?.next === undefined ? ['user.erased', undefined] : undefined;
    case 'POST /token/assign':
      return ['token.assigned', of('serial')];
    case 'POST /token/unassign':
      return ['token.unassigned', of('serial')];
    case 'POST /token/delete':
      return ['token.deleted', of('serial')];
    case 'PUT /api/me/security-questions':
      return ['security-questions.changed', undefined];
    case 'POST /api/forgot-password/reset':
      return ['recovery.reset', undefined];
    case 'POST /api/logon':
      return ['logon', String(given['userId']).toLowerCase()];
    default:
      return undefined;
  }
}

/** An act that is repeated and was done already is answered like the first one: at least one entry, and of events one each. */
const EACH = new Set([
  'logon',
  'recovery.reset',
  'security-questions.changed',
  'settings.changed',
  'token.assigned',
  'token.unassigned',
  'token.deleted',
]);

export const recorded: Invariant = ({ audit, stage }: Final) => {
  const entries = new Map<string, number>();
  for (const entry of audit)
    if (entry['outcome'] === 'success')
      for (const key of [`${String(entry['action'])} `, `${String(entry['action'])} ${String(entry['object'])}`])
        entries.set(key, (entries.get(key) ?? 0) + 1);
  const wanted = new Map<string, number>();
  for (const call of stage.calls) {
    if (call.status < 200 || call.status >= 300) continue;
    const [action, object = ''] = expectedEntry(call) ?? [];
    if (action === undefined) continue;
    if (action === 'logon' && (call.answer as { status?: string }).status !== 'authenticated') continue;
    const key = `${action} ${object}`;
    wanted.set(key, EACH.has(action) ? (wanted.get(key) ?? 0) + 1 : 1);
  }
  return [...wanted].flatMap(([key, count]) =>
    (entries.get(key) ?? 0) >= count
      ? []
      : [`audit: "${key}" was answered ${count} times and stands ${entries.get(key) ?? 0} times in the audit`],
  );
};
