/** For engines that run without a deployment's roles, as the account's owner: everything is permitted. */
import type { Permits } from '#local/iam/permits.ts';

const permitted = () => undefined;
export const PERMITTED: Permits = {
  invoke: permitted,
  queue: permitted,
  stream: permitted,
  machine: () => ({ invoke: permitted, startChildren: permitted, readItems: permitted, writeResults: permitted }),
  notify: permitted,
  publish: permitted,
};
export const OWNER = { permits: PERMITTED, judge: permitted };
