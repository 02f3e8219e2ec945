/** A running deployment with an administrator of each role at the Security Console, and a user at the Self-Service Console. */
import { ROLES, type Role } from '#core/directory/model.ts';
import type { Person } from './client.ts';
import { type Running, startLandfall } from './deployment.ts';
import { type Device, People } from './people.ts';

export type Staffed = {
  readonly running: Running;
  readonly people: People;
  /** By user ID, which is the role's name, or `user`. */
  readonly devices: Readonly<Record<Role | 'user', Device>>;
  readonly consoles: Readonly<Record<Role, Person>>;
  readonly selfService: Person;
};

export async function startStaffed(): Promise<Staffed> {
  const running = await startLandfall();
  const people = new People(running);
  await people.open();
  const devices = {} as Record<Role | 'user', Device>;
  const consoles = {} as Record<Role, Person>;
  for (const role of ROLES) {
    devices[role] = await people.add(role, role);
    consoles[role] = await people.logon(devices[role], 'security');
  }
  devices.user = await people.add('user');
  return { running, people, devices, consoles, selfService: await people.logon(devices.user) };
}
