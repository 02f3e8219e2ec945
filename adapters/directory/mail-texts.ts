/**
 * The mail texts of administrators: MAIL-TEXTS/<language>#<kind>, a partition that no logon reads. Functions that send read it, and the
 * colour, once a minute.
 */
import * as z from 'zod';
import type { Entries } from '#core/audit.ts';
import { brandOf } from '#core/branding/colour.ts';
import { invalid } from '#core/errors.ts';
import { LANGUAGES, type Language } from '#core/languages.ts';
import { designOf, type MailDesign, textId } from '#core/mail/design.ts';
import type { OwnText } from '#core/mail/own-text.ts';
import type { StoredText } from '#core/mail/stored-text.ts';
import { MAIL_KINDS, type MailKind } from '#core/mail/texts/model.ts';
import { updateRecorded } from '../audit/outbox.ts';
import { directoryTable, type Item, versionIs } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { readBranding } from './branding.ts';

const PK = 'MAIL-TEXTS';

const stored = z.object({
  language: z.enum(LANGUAGES),
  kind: z.enum(MAIL_KINDS),
  own: z.object({ subject: z.string(), text: z.string() }).exactOptional(),
  version: z.int().min(1),
});

/** A kind that a later release has written is none of ours. */
const isKnown = ({ kind }: Item): boolean => (MAIL_KINDS as readonly unknown[]).includes(kind);

/** Those that were ever saved, also where they have been reset since. Consistent. */
export async function readMailTexts(): Promise<StoredText[]> {
  const texts: StoredText[] = [];
  for await (const item of queryItems(directoryTable(), { keys: '#pk = :pk', values: { ':pk': PK } }))
    if (isKnown(item)) texts.push(readAs(stored, item));
  return texts;
}

/**
 * Saves a text, or takes it away: its version stays and rises.
 * @throws LandfallError mail_text.conflict (409) where someone saved since `seen`
 */
export async function writeMailText(
  { language, kind }: { readonly language: Language; readonly kind: MailKind },
  own: OwnText | undefined,
  seen: number,
  entries: Entries,
): Promise<number> {
  const version = seen + 1;
  const condition = versionIs(seen);
  const set = 'SET #language = :language, #kind = :kind, #version = :version';
  const update = {
    expression: own ? `${set}, #own = :own` : `${set} REMOVE #own`,
    condition: condition.expression,
    values: {
      ':language': language,
      ':kind': kind,
      ':version': version,
      ...(own ? { ':own': own } : {}),
      ...condition.values,
    },
  };
  if (!(await updateRecorded(directoryTable(), { pk: PK, sk: textId(language, kind) }, update, entries)))
    throw invalid(
      'mail_text.conflict',
      'Someone else changed this text in the meantime. Read it again and repeat your change.',
      { expectedVersion: seen },
    );
  return version;
}

const GOOD_FOR_MS = 60_000;
let known: { readonly design: MailDesign; readonly readAt: number } | undefined;

/** How mails look and what they say, as it is saved. The button takes the shade on which white can be read. */
export async function readSavedDesign(): Promise<MailDesign> {
  const [texts, { colour }] = await Promise.all([readMailTexts(), readBranding()]);
  const own = texts.flatMap(({ language, kind, own }) => (own ? [{ language, kind, ...own }] : []));
  return designOf(own, colour === undefined ? undefined : brandOf(colour).light.accent);
}

/** The same for functions that send: read at most once a minute. */
export async function readMailDesign(now = Date.now()): Promise<MailDesign> {
  if (known && now - known.readAt < GOOD_FOR_MS) return known.design;
  const design = await readSavedDesign();
  known = { design, readAt: now };
  return design;
}
