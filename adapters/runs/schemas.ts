/** Items and objects of migrations: core/migration/ says what each field is. */
import * as z from 'zod';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import {
  type Audience,
  CAMPAIGN_MAILS,
  type Found,
  type Mailing,
  type MailingPlace,
  WAITS,
} from '#core/migration/mailing.ts';
import {
  ALL_STATES,
  type CampaignPlace,
  DECIDED,
  type Failure,
  type NeedsYes,
  type Notices,
  RUN_KINDS,
  RUN_STATUSES,
  type RunRecord,
  type RunTotals,
  SETTINGS_KEPT,
  type SettingsChange,
  type StateProgress,
} from '#core/migration/record.ts';
import type { RunOptions } from '#core/migration/run-options.ts';
import type { Totals } from '#core/migration/totals.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import type { Shape } from '#core/stored.ts';
import { approval } from './approvals.ts';

const text = z.string();
const number = z.number();
const flag = z.boolean();
const numbers = z.record(text, number);

const outcomes = { created: number, updated: number, unchanged: number, skipped: number, rejected: number };
const totalsFields = {
  records: z.object({ read: number, unreadable: number, rejected: number }),
  users: z.object({ ...outcomes, withoutToken: number, withoutAddress: number }),
  tokens: z.object({ ...outcomes, assigned: number, unassigned: number, newPinMode: number }),
  answers: z.object({ kept: number, dropped: number }),
  enrolment: z.object({ complete: number, partial: number, none: number, histogram: numbers }),
  passwords: z.object({ imported: number }),
  codes: numbers,
  changes: numbers.exactOptional(),
  waiting: number.exactOptional(),
  moved: number.exactOptional(),
  notInWave: number.exactOptional(),
  gone: z.object({ users: number, tokens: number, disabled: number }).exactOptional(),
  unmatched: numbers.exactOptional(),
} satisfies Shape<Totals>;
const notices = z.object({
  sent: number,
  notInformed: number,
  failed: number,
  uncertain: number.exactOptional(),
  notNeeded: number,
  notPossible: number.exactOptional(),
  notAble: number.exactOptional(),
} satisfies Shape<Notices>);

const campaignPlace = z.object({
  part: number,
  line: number,
  shard: number.exactOptional(),
  at: text.exactOptional(),
} satisfies Shape<CampaignPlace>);

const progress = z.object({
  status: z.enum(['running', 'succeeded', 'failed', 'skipped']),
  startedAt: number,
  finishedAt: number.exactOptional(),
  done: number.exactOptional(),
  total: number.exactOptional(),
} satisfies Shape<StateProgress>);
const failure = z.object({
  code: text,
  hint: text,
  state: z.enum(ALL_STATES).exactOptional(),
} satisfies Shape<Failure>);
const someSettings = z.object({ selfService: text, forgotPasswordLink: flag });
const settingsChange = z.object({
  status: z.enum(['preview', 'intended', 'applied', 'awaited', 'refused']),
  before: someSettings,
  after: someSettings,
  weakened: flag,
  version: number,
} satisfies Shape<SettingsChange>);

const yes = z.literal(true).exactOptional();
const options = z.object({
  only: yes,
  applyToTouched: yes,
  disableGone: yes,
  expectGone: number.exactOptional(),
  older: yes,
  tell: z.enum(['later', 'none']).exactOptional(),
  confirmed: yes,
} satisfies Shape<RunOptions>);

const found = z.object({
  lookedAt: number,
  notInformed: number,
  notAble: number,
  notPossible: number,
  notNeeded: number,
} satisfies Shape<Found>);
const mailing = z.object({
  mail: z.enum(CAMPAIGN_MAILS),
  audience: z.object({
    source: text.exactOptional(),
    listed: number.exactOptional(),
    userId: text.exactOptional(),
    again: yes,
  } satisfies Shape<Audience>),
  at: number.exactOptional(),
  pace: number.exactOptional(),
  from: text.exactOptional(),
  rev: number,
  rounds: number,
  changedAt: number.exactOptional(),
  total: number.exactOptional(),
  place: z
    .object({
      pass: number,
      beganAt: number,
      line: number.exactOptional(),
      source: text.exactOptional(),
      shard: number.exactOptional(),
      at: text.exactOptional(),
      due: yes,
      found,
    } satisfies Shape<MailingPlace>)
    .exactOptional(),
  found: found.exactOptional(),
  waitsUntil: number.exactOptional(),
  waitsFor: z.enum(WAITS).exactOptional(),
  rate: number.exactOptional(),
} satisfies Shape<Mailing>);

export const runRecord: z.ZodType<RunRecord> = z.object({
  id: text,
  packageId: text.exactOptional(),
  status: z.enum(RUN_STATUSES),
  kind: z.enum(RUN_KINDS),
  options: options.exactOptional(),
  wave: text.exactOptional(),
  waitsFor: z.array(z.enum(DECIDED)).exactOptional(),
  needsYes: z
    .object({ people: number, changed: number.exactOptional(), gone: number.exactOptional() } satisfies Shape<NeedsYes>)
    .exactOptional(),
  policy: z.enum(DUPLICATE_POLICIES),
  attempt: number,
  generation: number,
  key: text,
  etag: text,
  size: number,
  requestedBy: text,
  firstSeenAt: number,
  startedAt: number,
  finishedAt: number.exactOptional(),
  importedAt: number.exactOptional(),
  completedAt: number.exactOptional(),
  execution: text,
  signedBy: text.exactOptional(),
  givenUserIds: yes,
  input: text.exactOptional(),
  source: z.object({ kind: z.enum(SOURCE_KINDS), deployment: text, packedAt: text, packer: text }).exactOptional(),
  counts: numbers.exactOptional(),
  refusals: z.array(z.object({ code: text, count: number, details: z.array(text) })).exactOptional(),
  parts: number.exactOptional(),
  states: z.partialRecord(z.enum(ALL_STATES), progress),
  questions: z
    .object({
      matched: number,
      unmatched: number,
      missing: z.array(z.object({ language: text, text, place: number })).exactOptional(),
    })
    .exactOptional(),
  enrolment: number.exactOptional(),
  error: failure.exactOptional(),
  settingsChange: settingsChange.exactOptional(),
  settingsPreview: settingsChange.exactOptional(),
  approval: approval.exactOptional(),
  rest: text.exactOptional(),
  notices: notices.exactOptional(),
  returned: z.object({ bounced: number, complained: number }).exactOptional(),
  totals: z.object({ ...totalsFields, notices } satisfies Shape<RunTotals>).exactOptional(),
  campaign: campaignPlace.exactOptional(),
  of: text.exactOptional(),
  preview: z.literal(true).exactOptional(),
  rollback: z.object({ run: text, at: number }).exactOptional(),
  settingsRestored: z
    .object({
      status: z.enum(['restored', 'kept', 'none', 'preview']),
      why: z.enum(SETTINGS_KEPT).exactOptional(),
    })
    .exactOptional(),
  mailsIn: text.exactOptional(),
  mailing: mailing.exactOptional(),
} satisfies Shape<RunRecord>);

export const totals: z.ZodType<Totals> = z.object(totalsFields);
