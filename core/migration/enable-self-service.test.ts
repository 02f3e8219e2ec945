import type { AuditEntry, Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { isAbout } from './approval.ts';
import { applySelfServiceSettings, type EnableSelfServicePorts, enableSelfService } from './enable-self-service.ts';
import type { Approval, SettingsChange } from './record.ts';

const settingsWith = (selfService: string, forgotPasswordLink: boolean): Settings =>
  settingsSchema.parse({ consoleAuthentication: { selfService }, selfServiceFeatures: { forgotPasswordLink } });

describe('the settings are applied', () => {
  function setUp(settings: Settings, conflicts = 0) {
    const state = {
      settings,
      version: 2,
      noted: [] as SettingsChange[],
      approvals: [] as Approval[],
      given: undefined as Approval | undefined,
      audit: [] as AuditEntry[],
      crash: false,
    };
    const ports = {
      readSettings: async () => ({ settings: state.settings, version: state.version }),
      writeSettings: async (next: Settings, expected: number, _before: Settings, entries: Entries) => {
        if (conflicts-- > 0) {
          state.version += 1;
          throw invalid('settings.conflict', 'x', { expectedVersion: 1 });
        }
        expect(expected).toBe(state.version);
        state.settings = next;
        state.audit.push(...entries);
        state.version += 1;
        if (state.crash) throw new Error('crash');
        return state.version;
      },
      noteSettingsChange: async (change: SettingsChange) => void state.noted.push(change),
      writeAudit: async (entry: AuditEntry) => void state.audit.push(entry),
      takeApproval: async (change: SettingsChange) => {
        const { given } = state;
        state.given = undefined;
        return given && isAbout(given, change) ? given : undefined;
      },
      noteApproval: async (approval: Approval) => void state.approvals.push(approval),
    };
    return { state, ports };
  }

  const apply = (ports: EnableSelfServicePorts, noted: SettingsChange | undefined) =>
    applySelfServiceSettings(ports, { change: noted }, () => ENTRIES);

  test('the values before are noted before anything changes, then that the change is done', async () => {
    const { state, ports } = setUp(defaultSettings());
    expect(await apply(ports, undefined)).toMatchObject({
      appliedNow: true,
      change: { status: 'applied', version: 3 },
    });
    expect(state.noted.map(({ status }) => status)).toEqual(['intended', 'applied']);
    expect(state.settings.selfServiceFeatures.forgotPasswordLink).toBe(true);
  });

  test('someone else’s change in between is kept and the step repeated on it', async () => {
    const { state, ports } = setUp(defaultSettings(), 2);
    expect(await apply(ports, undefined)).toMatchObject({
      change: { version: 5, status: 'applied' },
    });
    expect(state.noted.map(({ version }) => version)).toEqual([3, 4, 5, 5]);
  });

  test('a crash after the change is found again, with the values before', async () => {
    const { state, ports } = setUp(defaultSettings());
    state.crash = true;
    await expect(apply(ports, undefined)).rejects.toThrow('crash');
    state.crash = false;
    const again = await apply(ports, state.noted.at(-1));
    expect(again).toMatchObject({
      appliedNow: true,
      change: { status: 'applied', before: { selfService: 'RSA_Password' } },
    });
    expect(await apply(ports, state.noted.at(-1))).toMatchObject({
      appliedNow: false,
      change: { status: 'applied' },
    });
  });

  test('nothing is noted where nothing has to change', async () => {
    const { state, ports } = setUp(settingsWith('SecurID_Native', true));
    expect(await apply(ports, undefined)).toEqual({ appliedNow: false, awaited: false });
    expect(state.noted).toEqual([]);
  });

  const approvalOf = (decision: Approval['decision'], more: object = {}): Approval => ({
    decision,
    by: 'ada',
    at: 1,
    before: { selfService: 'RSA_Password+SecurID_Native', forgotPasswordLink: true },
    after: { selfService: 'RSA_Password+SecurID_Native/SecurID_Native', forgotPasswordLink: true },
    ...more,
  });
  const decide = (ports: EnableSelfServicePorts, approval?: Approval) =>
    applySelfServiceSettings(ports, { approval }, () => ENTRIES);

  test('A8: a change that weakens waits, and changes nothing, until it is approved', async () => {
    const { state, ports } = setUp(settingsWith('RSA_Password+SecurID_Native', true));
    const before = state.settings;
    expect(await decide(ports)).toMatchObject({ awaited: true, appliedNow: false, change: { status: 'awaited' } });
    expect([state.settings, state.audit]).toEqual([before, []]);
    expect(await decide(ports, approvalOf('approved'))).toMatchObject({ awaited: false, appliedNow: true });
    expect(state.settings.consoleAuthentication.selfService).toBe('RSA_Password+SecurID_Native/SecurID_Native');
  });

  test('A8: a change that is refused is not made, and the run does not wait any more', async () => {
    const { state, ports } = setUp(settingsWith('RSA_Password+SecurID_Native', true));
    expect(await decide(ports, approvalOf('refused'))).toMatchObject({
      awaited: false,
      appliedNow: false,
      change: { status: 'refused' },
    });
    expect(state.version).toBe(2);
  });

  test('A8: an approval of other values is none, given in the run or before it', async () => {
    const other = { before: { selfService: 'OnDemand', forgotPasswordLink: true } };
    const { state, ports } = setUp(settingsWith('RSA_Password+SecurID_Native', true));
    expect(await decide(ports, approvalOf('approved', other))).toMatchObject({ awaited: true });
    state.given = approvalOf('approved', other);
    expect(await decide(ports)).toMatchObject({ awaited: true });
    const later = { after: { selfService: 'SecurID_Native', forgotPasswordLink: false } };
    expect(await decide(ports, approvalOf('approved', later))).toMatchObject({ awaited: true });
  });

  test('the audit holds the change under the one who asked for the migration, once', async () => {
    const { state, ports } = setUp(settingsWith('RSA_Password+SecurID_Native', true));
    const by = { actor: 'ada', migration: 'm', now: 7 };
    state.given = approvalOf('approved');
    const { change } = await enableSelfService(ports, {}, by);
    expect(state.approvals).toEqual([approvalOf('approved')]);
    expect(state.audit).toEqual([
      {
        actor: 'ada',
        action: 'settings.changed',
        object: 'm',
        source: 'migration',
        now: 7,
        outcome: 'success',
        before: change!.before,
        after: change!.after,
        facts: { code: 'settings.weakened' },
      },
    ]);
    expect(await enableSelfService(ports, { change }, by)).toMatchObject({ appliedNow: false });
    expect(state.audit).toHaveLength(1);
  });

  test('a change that asks for as many factors as before has no facts', async () => {
    const { state, ports } = setUp(defaultSettings());
    await enableSelfService(ports, {}, { actor: 'upload', migration: 'm', now: 7 });
    expect(state.audit).toEqual([expect.not.objectContaining({ facts: expect.anything() })]);
  });
});
