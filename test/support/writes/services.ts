/** The writes that are objects, messages, events and executions. */
import { tell } from '#adapters/aws/events.ts';
import { startExecutionOf } from '#adapters/aws/executions.ts';
import { putObject, replaceObject } from '#adapters/aws/objects.ts';
import { operationsTable, putItem } from '#adapters/dynamodb/items.ts';
import { enqueueMail } from '#adapters/mail/queue.ts';
import { startCampaignExecution } from '#adapters/runs/campaign-machine.ts';
import { readReportVersion, replaceFacts, replaceReport } from '#adapters/runs/erasure.ts';
import { beginUpload, completeUpload, putPlan, removePlans, targetsOf, uploadedParts } from '#adapters/runs/exports.ts';
import { startExecution } from '#adapters/runs/machine.ts';
import { putIndex, putReport, putSummary } from '#adapters/runs/reports.ts';
import { runKey } from '#adapters/runs/run-key.ts';
import { line } from '../rollback-memory.ts';
import { runRecord } from '../run-record.ts';
import type { Case } from './cases.ts';

const LINES = [line('anna')];
const OBJECT = { bucket: 'reports', key: 'reports/x', body: '{}', type: 'application/json' };
const EVENT = {
  type: 'run.ended',
  detail: { id: 'i', run: 'm', kind: 'import', status: 'succeeded', at: 'now' },
} as const;

export const SERVICES: Readonly<Record<string, Case>> = {
  'aws/events.ts tell': async () => () => tell([EVENT]),
  'aws/executions.ts startExecutionOf': async () => () =>
    startExecutionOf(process.env['CAMPAIGN_MACHINE_ARN']!, 'one', '{}'),
  'aws/objects.ts putObject': async () => () => putObject(OBJECT),
  'aws/objects.ts replaceObject': async () => {
    await putReport('m', false, 1, LINES);
    const { etag } = (await readReportVersion('m', false, 1))!;
    const object = { ...OBJECT, key: 'reports/m/parts/000001.jsonl' };
    return async () => [await replaceObject({ ...object, body: 'new' }, etag), await replaceObject(object, etag)];
  },
  'mail/queue.ts enqueueMail': async () => () => enqueueMail({ kind: 'administrator-reset', user: 'anna' }),
  'runs/campaign-machine.ts startCampaignExecution': async () => () => startCampaignExecution('m-mail-1', '{}'),
  'runs/machine.ts startExecution': async () => () => startExecution('m-run-1', '{}'),
  'runs/erasure.ts replaceReport': async () => {
    await putReport('m', false, 1, LINES);
    const { etag } = (await readReportVersion('m', false, 1))!;
    return () => replaceReport('m', false, 1, LINES, etag);
  },
  'runs/erasure.ts replaceFacts': async () => {
    await putItem(operationsTable(), { ...runKey('m'), ...runRecord() });
    await putSummary('m', false, { refusals: [] });
    return () => replaceFacts({ id: 'm' }, { refusals: [{ code: 'user.duplicate', count: 1, details: [] }] as never });
  },
  'runs/exports.ts putPlan': async () => () => putPlan('m.plan', '{}'),
  'runs/exports.ts removePlans': async () => {
    await putPlan('m.plan', '{}');
    return () => removePlans('m', () => true);
  },
  'runs/exports.ts beginUpload': async () => () => beginUpload('staged/a.zip').then((id) => typeof id),
  'runs/exports.ts completeUpload': async () => {
    const id = await beginUpload('staged/a.zip');
    const [target] = await targetsOf('staged/a.zip', id, [1]);
    await fetch(target!.url, { method: 'PUT', body: 'package' });
    const parts = (await uploadedParts('staged/a.zip', id))!;
    return () => completeUpload('staged/a.zip', id, parts);
  },
  'runs/reports.ts putIndex': async () => () => putIndex('m', false, 1, []),
  'runs/reports.ts putReport': async () => () => putReport('m', false, 1, LINES),
  'runs/reports.ts putSummary': async () => () => putSummary('m', false, {}),
};
