/** What administrators write: settings, Console Authentication Methods, texts of mails, logos. */
import { LOGO_LIMITS, readLogo } from '#core/branding/logo.ts';
import { LANGUAGES } from '#core/languages.ts';
import { type MailDesign, textId } from '#core/mail/design.ts';
import { asOwnText, faultsOf, type OwnText, TEXT_FAULTS } from '#core/mail/own-text.ts';
import { placeholdersOf } from '#core/mail/placeholders.ts';
import { TEXTS } from '#core/mail/render.ts';
import { sampleMail } from '#core/mail/sample.ts';
import { MAIL_KINDS, type MailKind } from '#core/mail/texts/model.ts';
import { changeSettings, type SettingsPatch, settingsDiff, settingsWarnings } from '#core/settings/change.ts';
import {
  includesAlone,
  METHODS,
  parseExpression,
  printExpression,
  ways,
  withTokenAlone,
} from '#core/settings/expression.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { settingsSchema, storedSettingsSchema } from '#core/settings/schema.ts';
import { drawnImage } from '../drawn/images.ts';
import { mutatedText, oddText } from '../drawn/mutate.ts';
import { mutatedValue } from '../drawn/values.ts';
import { must, read } from '../finding.ts';
import type { Random } from '../random.ts';
import { acted, reader, type Target } from '../target.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');

function expression(random: Random, depth = 0): string {
  if (depth > 4 || random.once(2)) return random.pick(METHODS);
  const sign = random.pick(['/', '+', ' / ', '+']);
  const text = random.list(random.between(1, 3), () => expression(random, depth + 1)).join(sign);
  return random.once(2) ? `(${text})` : text;
}

async function runExpression(text: string): Promise<void> {
  const found = await read(['settings.expression'], () => parseExpression(text));
  if (!found) return;
  const printed = printExpression(found);
  const again = await read([], () => parseExpression(printed));
  must(again !== undefined || printed.length > 256, 'what is written of a method is not read again', () => printed);
  if (again) must(printExpression(again) === printed, 'a method changes as it is read again', () => printed);
  must(ways(found).length > 0, 'a method that no way satisfies', () => printed);
  const { text: next } = withTokenAlone(text);
  const withToken = parseExpression(next);
  must(
    includesAlone(withToken, 'SecurID_Native'),
    'the token alone does not satisfy what was changed so that it does',
    () => next,
  );
  must(!withTokenAlone(next).changed, 'a method is changed twice', () => next);
}

async function runSettings(patch: SettingsPatch): Promise<void> {
  const before = defaultSettings();
  storedSettingsSchema.safeParse(patch);
  const after = await read(['settings'], () => changeSettings(before, patch));
  if (!after) return;
  must(settingsSchema.safeParse(after).success, 'settings that no schema takes');
  must(JSON.stringify(before) === JSON.stringify(defaultSettings()), 'a change of settings changes the defaults');
  must(
    Object.keys(after).every((group) => Object.hasOwn(before, group)),
    'a group of settings that there is not',
  );
  settingsDiff(before, after);
  settingsWarnings(after);
}

type Mail = { readonly kind: MailKind; readonly own: OwnText };

function mail(random: Random): Mail {
  const kind = random.pick(MAIL_KINDS);
  const product = asOwnText(TEXTS[random.pick(LANGUAGES)].mails[kind]);
  const changed = (text: string) => {
    const wrong = mutatedText(Buffer.from(text), random).toString('utf8');
    return random.once(3)
      ? wrong.replace(/\s/u, () => `{${random.pick([...placeholdersOf(kind), 'x', '', '{'])}}`)
      : wrong;
  };
  const marked = random.once(4)
    ? `${product.text}\n\n<script>alert(1)</script> {name} 1. a\n1) b ${oddText(random)}`
    : product.text;
  return {
    kind,
    own: {
      subject: random.once(2) ? product.subject : changed(product.subject),
      text: random.once(3) ? marked : changed(marked),
    },
  };
}

async function runMail({ kind, own }: Mail): Promise<void> {
  const faults = faultsOf(kind, own);
  for (const { wrong } of faults)
    must(TEXT_FAULTS.includes(wrong), 'a fault of a text that no page explains', () => wrong);
  if (faults.length > 0) return;
  const settings = defaultSettings();
  for (const language of LANGUAGES) {
    const design: MailDesign = { texts: { [textId(language, kind)]: own } };
    const { subject, text, html } = sampleMail(kind, language, settings, {
      design,
      origin: 'https://x.example',
      now: NOW,
    });
    must(!/[\r\n\0]/u.test(subject), 'a subject of two lines', () => subject);
    must(!/<script|<img|javascript:/iu.test(html.replaceAll('&lt;', '')), 'markup of a text comes into the mail', () =>
      html.slice(0, 2000),
    );
    must(!/\{(?:link|code|name|userId)\}/u.test(text + subject), 'a placeholder is left', () => text.slice(0, 2000));
  }
}

async function runLogo(bytes: Buffer): Promise<void> {
  const logo = await read(['branding.logo'], () => readLogo(bytes));
  if (!logo) return;
  const { width, height } = logo;
  const fits = Math.min(width, height) >= LOGO_LIMITS.least && Math.max(width, height) <= LOGO_LIMITS.most;
  must(fits, 'a logo beyond the limits', () => `${width} x ${height}`);
}

export const SETTINGS_TARGETS: readonly Target[] = [
  acted('expression', 4, {
    draw: (random) =>
      random.once(2) ? expression(random) : mutatedText(Buffer.from(expression(random)), random).toString('utf8'),
    run: runExpression,
  }),
  acted('settings', 4, {
    draw: (random): SettingsPatch => {
      const all = Object.entries(defaultSettings()) as [string, Record<string, unknown>][];
      const groups = random.list(random.between(1, 2), () => random.pick(all));
      const patch = groups.map(([group, fields]) => {
        const some = Object.entries(fields).filter(() => random.once(2));
        return [group, random.once(2) ? Object.fromEntries(some) : mutatedValue(Object.fromEntries(some), random)];
      });
      const whole: unknown = Object.fromEntries(patch);
      const wrong = random.once(3) ? mutatedValue(whole, random) : whole;
      // The route's schema lets nothing else through.
      const isPatch = (one: unknown): one is SettingsPatch =>
        typeof one === 'object' &&
        one !== null &&
        !Array.isArray(one) &&
        Object.values(one).every((group) => typeof group === 'object' && group !== null);
      return isPatch(wrong) ? wrong : {};
    },
    run: runSettings,
  }),
  acted('mail-text', 4, { draw: mail, run: runMail }),
  reader('logo', 4, { draw: drawnImage, run: runLogo }),
];
