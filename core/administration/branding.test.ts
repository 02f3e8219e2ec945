import type { AuditEntry, Entries } from '#core/audit.ts';
import type { Branding } from '#core/branding/branding.ts';
import { jpeg, png } from '#test/support/images.ts';
import { NOW } from '#test/support/memory.ts';
import { type BrandingChange, saveBranding } from './branding.ts';

const actor = {
  id: 'root',
  role: 'super-admin',
  operator: false,
  fresh: true,
  methods: [],
  source: '192.0.2.1',
} as const;

function setUp(before: Branding = { version: 0 }) {
  const audit: AuditEntry[] = [];
  const written: unknown[] = [];
  const ports = {
    readBranding: async () => before,
    writeBranding: async (_next: Branding, bytes: Uint8Array | undefined, entries: Entries) => {
      written.push(bytes?.length);
      audit.push(...entries);
    },
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const save = (change: BrandingChange, fresh = true) =>
    saveBranding(ports, change, before.version, { actor: { ...actor, fresh }, now: NOW });
  return { audit, written, save };
}
const base64 = (bytes: Buffer) => bytes.toString('base64');

test('what is absent stays, what is null goes away', async () => {
  const { save, written, audit } = setUp();
  const first = await save({ colour: '#7a1f5c', logo: base64(png(200, 60)) });
  expect(first).toMatchObject({ version: 1, colour: '#7a1f5c', logo: { type: 'image/png', width: 200, height: 60 } });
  expect(written).toEqual([png(200, 60).length]);
  expect(audit).toMatchObject([
    {
      action: 'branding.changed',
      before: { colour: null, logo: null },
      after: { colour: '#7a1f5c', logo: first.logo!.version },
    },
  ]);
  const again = setUp(first);
  expect(await again.save({ colour: null })).toEqual({ version: 2, logo: first.logo });
  expect(again.written).toEqual([undefined]);
  expect(await again.save({ logo: null })).toEqual({ version: 2, colour: '#7a1f5c' });
  expect((await again.save({ logo: base64(jpeg(50, 50)) })).logo).toMatchObject({ type: 'image/jpeg' });
});

test('a file that is no image, and an administrator whose logon is old, change nothing', async () => {
  const { save, written } = setUp();
  await expect(save({ logo: base64(Buffer.from('<svg/>')) })).rejects.toMatchObject({ code: 'branding.logo' });
  await expect(save({ colour: '#7a1f5c' }, false)).rejects.toMatchObject({ code: 'session.not_fresh' });
  expect(written).toEqual([]);
});
