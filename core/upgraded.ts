/** Items of releases before can't be found by their source until the upgrade has been through the directory: see core/upgrade/. */
import { invalid } from './errors.ts';

/**
 * Before what needs to know all people of a source: who is gone, and what a rollback takes back.
 * @throws LandfallError upgrade.running (409)
 */
export function checkUpgraded(isUpgraded: boolean): void {
  if (!isUpgraded)
    throw invalid(
      'upgrade.running',
      'Users of the release before are still being prepared: this takes minutes after a deployment. Try again then.',
    );
}
