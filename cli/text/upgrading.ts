import { note } from './stderr.ts';

/** Of a list that is not complete yet: after the deployment of a new release the upgrade takes some minutes. */
export type Upgrading = { readonly upgrading?: true };

export function noteUpgrading({ upgrading }: Upgrading): void {
  if (upgrading) note('A new release prepares users and tokens: for some minutes lists are not complete.', 'yellow');
}
