/** People of a running deployment, made by its operator over HTTP: administrators and users, each with a token of their own. */
import { randomBytes } from 'node:crypto';
import type { UserView } from '#core/administration/users/view.ts';
import type { Role } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { codeOf } from '#core/tokens/codes.ts';
import { type Client, createClient } from '../../cli/online/client.ts';
import { localTarget } from '../../cli/online/target.ts';
import { Person } from './client.ts';
import type { Running } from './deployment.ts';

/** A counter token (HOTP) without PIN: as many logons as a test wants, without waiting for a minute to pass. */
export type Device = { readonly userId: string; readonly serial: string; readonly seed: Buffer; next: number };
export type Console = 'self-service' | 'security';

let serials = 0;
const MANY = 10_000;

export class People {
  readonly client: Client;
  private readonly running: Running;

  constructor(running: Running) {
    this.running = running;
    this.client = createClient(localTarget(running.data));
  }

  /** Saves settings over what is there. */
  async configure(change: (settings: Settings) => { readonly [group in keyof Settings]?: object }): Promise<void> {
    const { settings, version } = await this.client.call<{ settings: Settings; version: number }>('GET', '/settings');
    await this.client.call('PATCH', '/settings', { body: { version, settings: change(settings) } });
  }

  /** A token logs on anywhere, a user needs no password, and no throttle stands in a test's way. */
  open(): Promise<void> {
    return this.configure(({ throttles }) => ({
      consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'RSA_Password/SecurID_Native' },
      internalDatabase: { passwordRequired: false },
      selfServiceFeatures: { forgotPasswordLink: true },
      throttles: Object.fromEntries(
        Object.entries(throttles).map(([name, value]) => [name, name.includes('PerSource') ? MANY : value]),
      ),
    }));
  }

  /** @param more of the token: without it a counter token that is used without a PIN */
  async add(userId: string, role?: Role, more: object = {}): Promise<Device> {
    const device = { userId, serial: String(200_000_000_000 + ++serials), seed: randomBytes(20), next: 0 };
    const token = {
      serial: device.serial,
      algorithm: 'hotp-sha1',
      seed: device.seed.toString('base64'),
      digits: 6,
      interval: 0,
      counter: 0,
      pinStyle: 'none',
      enabled: true,
      ...more,
    };
    const body = { userId, role: role ?? 'help-desk', email: `${userId}@corp.example`, token, breakGlass: true };
    await this.client.call('POST', '/create-admin', { body });
    if (role === undefined) await this.edit(userId, { role: null });
    return device;
  }

  /** An edit by the operator. */
  async edit(userId: string, change: object): Promise<void> {
    const { version } = await this.client.call<UserView>('GET', `/users/${userId}`);
    await this.client.call('PATCH', `/users/${userId}`, { body: { version, ...change } });
  }

  passcode(device: Device): string {
    const shape = { serial: device.serial, algorithm: 'hotp-sha1', digits: 6, interval: 0 } as const;
    return codeOf(shape, device.seed, device.next++);
  }

  /** A session of its own. */
  async logon(device: Device, console: Console = 'self-service'): Promise<Person> {
    const person = new Person(this.running);
    const { userId } = device;
    const body = { console, userId, method: 'SecurID_Native', secret: this.passcode(device) };
    const { status, body: answer } = await person.post('/api/logon', body);
    if (status !== 200 || answer['status'] !== 'authenticated')
      throw new Error(`${userId} could not log on: ${status} ${JSON.stringify(answer)}`);
    return person;
  }

  async oneTimePassword(userId: string): Promise<string> {
    const path = `/users/${userId}/reset-password`;
    const { oneTimePassword } = await this.client.call<{ oneTimePassword: string }>('POST', path, {
      body: { method: 'one-time' },
    });
    return oneTimePassword;
  }

  /** A session that is good for nothing but a new password, and the password that it was begun with. */
  async logonToChange(userId: string, console: Console = 'self-service'): Promise<{ person: Person; secret: string }> {
    const secret = await this.oneTimePassword(userId);
    const person = new Person(this.running);
    const { body } = await person.post('/api/logon', { console, userId, method: 'RSA_Password', secret });
    if (body['status'] !== 'change-password') throw new Error(`${userId} got ${JSON.stringify(body)}`);
    return { person, secret };
  }
}
