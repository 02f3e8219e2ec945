/** What the guards of a deployed function need. */
import { originSecrets, sessionKeys } from '#adapters/aws/keys.ts';
import { readUser } from '#adapters/directory/index.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import * as sessions from '#adapters/operations/sessions.ts';
import type { GuardPorts } from './serve.ts';

export const guards: GuardPorts = { ...sessions, sessionKeys, readUser, readSettings, originSecrets };
