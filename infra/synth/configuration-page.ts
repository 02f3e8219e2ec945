/** The values of the configuration, as docs/configuration.md shows them. */
import { aboutOf } from '../configuration/kinds.ts';
import { CONFIGURATION_NAMES, VALUES } from '../configuration/values.ts';
import { withPart } from './page-part.ts';

const table = (): string =>
  [
    '| name | what it is | takes | otherwise |',
    '| --- | --- | --- | --- |',
    ...CONFIGURATION_NAMES.map((name) => {
      const { what, allowed, otherwise } = aboutOf(VALUES[name]);
      return `| \`${name}\` | ${what} | ${allowed} | ${otherwise} |`;
    }),
  ].join('\n');

/** docs/configuration.md with the table as it is now. @throws Error where the page has no place for it */
export const withConfiguration = (page: string): string => withPart(page, 'configuration', table());
