/** A running deployment with a session of each role at the Security Console, and of a user at the Self-Service Console. */
import { ROLES, type Role } from '#core/directory/model.ts';
import { Accounts, type Device } from './accounts.ts';
import type { ApiUser } from './client.ts';
import { type Running, startLandfall } from './deployment.ts';

export type WithRoles = {
  readonly running: Running;
  readonly accounts: Accounts;
  /** By user ID, which is the role's name, or `user`. */
  readonly devices: Readonly<Record<Role | 'user', Device>>;
  readonly consoles: Readonly<Record<Role, ApiUser>>;
  readonly selfService: ApiUser;
};

export async function startWithRoles(): Promise<WithRoles> {
  const running = await startLandfall();
  const accounts = new Accounts(running);
  await accounts.allowTestLogons();
  const devices = {} as Record<Role | 'user', Device>;
  const consoles = {} as Record<Role, ApiUser>;
  for (const role of ROLES) {
    devices[role] = await accounts.add(role, role);
    consoles[role] = await accounts.logon(devices[role], 'security');
  }
  devices.user = await accounts.add('user');
  return { running, accounts, devices, consoles, selfService: await accounts.logon(devices.user) };
}
