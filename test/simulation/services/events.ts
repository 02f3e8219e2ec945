/** Amazon EventBridge: PutEvents, whose entries fail one by one. Source: Amazon EventBridge API reference. */
import * as z from 'zod';
import { type Action, action, type JsonService, jsonService, Refusal } from './json.ts';
import type { Service, Surroundings } from './service.ts';

/** An event as a rule sees it. */
export type TakenEvent = {
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly type: string;
  readonly detail: unknown;
  /** Unix milliseconds. */
  readonly at: number;
};

const MAX_ENTRIES = 10;
const MAX_BYTES = 1_048_576;

const FAULTS: JsonService['refused'] = {
  throttled: { name: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  internal: { name: 'InternalException', status: 500 },
  unavailable: { name: 'ServiceUnavailable', status: 503 },
};
const entry = z.strictObject({
  EventBusName: z.string().default('default'),
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
});
const input = z.strictObject({ Entries: z.array(entry).min(1).max(MAX_ENTRIES) });
type Entry = z.infer<typeof entry>;

const invalid = (issue: z.core.$ZodIssue) =>
  new Refusal('ValidationException', `1 validation error detected: ${issue.path.join('.')}: ${issue.message}`);

function parsedDetail(detail: string): unknown {
  try {
    const parsed = JSON.parse(detail) as unknown;
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });

/** @param buses names; @param onTaken called for each event that was taken: rules see it at least once */
export function createEvents(
  world: Surroundings,
  buses: readonly string[],
  onTaken: (event: TakenEvent) => void = () => undefined,
): Service {
  const take = (one: Entry): object => {
    const { EventBusName, Source, DetailType, Detail } = one;
    const bus = EventBusName.split('/').at(-1)!;
    const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)?.[0];
    if (missing)
      return failed('InvalidArgument', `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
    const detail = parsedDetail(Detail!);
    if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
    // aws. is AWS's own.
    if (Source!.startsWith('aws.')) return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
    const hex = Array.from({ length: 32 }, () => world.random(16).toString(16)).join('');
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-');
    onTaken({ id, bus, source: Source!, type: DetailType!, detail, at: world.now() });
    return { EventId: id };
  };
  const put = (fails: () => boolean) => (given: z.infer<typeof input>) => {
    const bytes = given.Entries.reduce((sum, { Source = '', DetailType = '', Detail = '' }) => {
      return sum + Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
    }, 0);
    if (bytes > MAX_BYTES)
      throw new Refusal('ValidationException', 'Total size of the entries in the request is over the limit.');
    for (const { EventBusName } of given.Entries)
      if (!buses.includes(EventBusName.split('/').at(-1)!))
        throw new Refusal('ResourceNotFoundException', `Event bus ${EventBusName} does not exist.`);
    const Entries = given.Entries.map((one) => (fails() ? failed('InternalFailure', 'Try again.') : take(one)));
    return { FailedEntryCount: Entries.filter((one) => 'ErrorCode' in one).length, Entries };
  };
  const actions: Readonly<Record<string, Action>> = {
    PutEvents: action(
      'PutEvents',
      { input, run: put(() => false), own: { partial: put(() => world.random(2) === 0) } },
      invalid,
    ),
  };
  return jsonService({ target: 'AWSEvents', version: '1.1', actions, refused: FAULTS }, world);
}
