/** Creates accounts in a running deployment, as its operator over HTTP: administrators and users, each with a token. */
import { randomBytes } from 'node:crypto';
import type { AccountAct } from '#core/administration/users/act.ts';
import type { UserView } from '#core/administration/users/view.ts';
import type { Role } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { codeOf } from '#core/tokens/codes.ts';
import { type Client, createClient } from '../../cli/online/client.ts';
import { localTarget } from '../../cli/online/target.ts';
import { ApiUser } from './client.ts';
import type { Running } from './deployment.ts';
import { UNREACHED } from './throttles.ts';

/** A counter token (HOTP) without PIN: a test may log on as often as it needs, without waiting for the next minute. */
export type Device = { readonly userId: string; readonly serial: string; readonly seed: Buffer; next: number };
export type Console = 'self-service' | 'security';

let serials = 0;

export class Accounts {
  readonly client: Client;
  private readonly running: Running;

  constructor(running: Running) {
    this.running = running;
    this.client = createClient(localTarget(running.data));
  }

  /** Changes settings. */
  async configure(change: (settings: Settings) => { readonly [group in keyof Settings]?: object }): Promise<void> {
    const { settings, version } = await this.client.call<{ settings: Settings; version: number }>('GET', '/settings');
    await this.client.call('PATCH', '/settings', { body: { version, settings: change(settings) } });
  }

  /** Allows logons by token to both consoles, users without a password, and as many requests as a test makes. */
  allowTestLogons(): Promise<void> {
    return this.configure(() => ({
      consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'RSA_Password/SecurID_Native' },
      internalDatabase: { passwordRequired: false },
      selfServiceFeatures: { forgotPasswordLink: true },
      throttles: UNREACHED,
    }));
  }

  /** Creates a user. @param role undefined: none @param more fields of the token, in place of those of a counter token without PIN */
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
    // A user ID may hold what no mailbox's name does.
    const email = `${userId.replaceAll(/[^\w-]/gu, '') || 'user'}@corp.example`;
    const body = { userId, role: role ?? 'help-desk', email, token };
    await this.client.call('POST', '/break-glass', { body });
    if (role === undefined) await this.edit(userId, { role: null });
    return device;
  }

  /** Edits a user's profile as the operator. */
  async edit(userId: string, change: object): Promise<void> {
    const query = { userId };
    const { version } = await this.client.call<UserView>('GET', '/user', { query });
    await this.client.call('PATCH', '/user', { query, body: { version, ...change } });
  }

  /** Does one act to an account as the operator. */
  async act(userId: string, act: AccountAct): Promise<void> {
    await this.client.call('POST', '/user/act', { query: { userId }, body: { act } });
  }

  passcode(device: Device): string {
    const shape = { serial: device.serial, algorithm: 'hotp-sha1', digits: 6, interval: 0 } as const;
    return codeOf(shape, device.seed, device.next++);
  }

  /** Logs a user on. @returns a new session */
  async logon(device: Device, console: Console = 'self-service'): Promise<ApiUser> {
    const person = new ApiUser(this.running);
    const { userId } = device;
    const body = { console, userId, method: 'SecurID_Native', secret: this.passcode(device) };
    const { status, body: answer } = await person.post('/api/logon', body);
    if (status !== 200 || answer['status'] !== 'authenticated')
      throw new Error(`${userId} could not log on: ${status} ${JSON.stringify(answer)}`);
    return person;
  }

  async oneTimePassword(userId: string): Promise<string> {
    const { oneTimePassword } = await this.client.call<{ oneTimePassword: string }>('POST', '/user/reset-password', {
      query: { userId },
      body: { method: 'one-time' },
    });
    return oneTimePassword;
  }

  /** Logs a user on by a one-time password: a session that only allows a new password, and that one-time password. */
  async logonToChange(userId: string, console: Console = 'self-service'): Promise<{ person: ApiUser; secret: string }> {
    const secret = await this.oneTimePassword(userId);
    const person = new ApiUser(this.running);
    const { body } = await person.post('/api/logon', { console, userId, method: 'RSA_Password', secret });
    if (body['status'] !== 'change-password') throw new Error(`${userId} got ${JSON.stringify(body)}`);
    return { person, secret };
  }
}
