/** How long each kind of data is kept, as docs/security.md shows it. */

import { type Kind, type Place, RETENTION } from '../retention.ts';
import { withPart } from './page-part.ts';

const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');

function whereOf(at: Place): string {
  if ('table' in at)
    return `${at.table}: ${code(at.keys.map((key) => key.replace(/#$/u, '#…').replace('#/', '#…/').replace(/-$/u, '-…')))}`;
  if ('bucket' in at) return `${at.bucket}${at.prefixes.includes('') ? '' : `: ${code(at.prefixes)}`}`;
  if ('queues' in at) return `queues ${code(at.queues)}`;
  if ('logs' in at)
    return at.logs === 'all'
      ? 'log groups; `.landfall/logs/`'
      : 'log group `ApiAccessLog`; a bucket of the stack `<name>-edge-logs`';
  return `embedded deployment: ${code(at.files)}`;
}

function untilOf({ end }: Kind): string {
  switch (end.by) {
    case 'expiry':
      return `expires: ${end.says}`;
    case 'rule':
      return end.says;
    case 'erasure':
      return end.says ?? 'an erasure of the person, or a rollback of the import that brought it';
    case 'never':
      return `the end of the deployment: ${end.why}`;
  }
}

const table = (): string =>
  [
    '| what | where | of a person | until |',
    '| --- | --- | --- | --- |',
    ...RETENTION.map((kind) => `| ${kind.what} | ${whereOf(kind.at)} | ${kind.names ?? ''} | ${untilOf(kind)} |`),
  ].join('\n');

/** docs/security.md with the table as it is now. @throws Error where the page has no place for it */
export const withRetention = (page: string): string => withPart(page, 'retention', table());
