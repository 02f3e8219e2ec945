import { declareRestored } from './restored.ts';

const asked = {
  actor: {
    id: 'arn:aws:sts::123456789012:assumed-role/Operators/ada',
    source: '192.0.2.1',
    operator: true,
    fresh: true,
  },
  now: Date.UTC(2026, 11, 1, 3),
} as unknown as Parameters<typeof declareRestored>[2];

test('the moment is marked with its entry, which names the point that was restored', async () => {
  const marked: unknown[] = [];
  const ports = {
    writeAudit: async () => undefined,
    markRestored: async (...of: unknown[]) => marked.push(of) > 0,
  };
  await expect(declareRestored(ports, '2026-12-01T02:00:00Z', asked)).resolves.toEqual({ restoredAt: asked.now });
  const entry = { action: 'deployment.restored', outcome: 'success', facts: { point: '2026-12-01T02:00:00Z' } };
  expect(marked).toEqual([[asked.now, [expect.objectContaining(entry)]]]);
});

test('where a later moment is marked nothing changes, and the refusal is in the audit', async () => {
  const written: object[] = [];
  const ports = { writeAudit: async (entry: object) => void written.push(entry), markRestored: async () => false };
  await expect(declareRestored(ports, 'latest', asked)).rejects.toMatchObject({ code: 'directory.busy' });
  expect(written).toMatchObject([{ action: 'deployment.restored', outcome: 'failure' }]);
});
