import { LANGUAGES } from '#core/languages.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { NOW } from '#test/support/memory.ts';
import { PRODUCT_DESIGN } from './design.ts';
import { sampleMail } from './sample.ts';
import { MAIL_KINDS } from './texts/model.ts';

test('each kind of mail can be shown in each language, with nothing left out', () => {
  for (const language of LANGUAGES)
    for (const kind of MAIL_KINDS) {
      const at = { design: PRODUCT_DESIGN, origin: 'https://logon.example.com', now: NOW };
      const { subject, text, html } = sampleMail(kind, language, defaultSettings(), at);
      for (const part of [subject, text, html]) expect(part).not.toMatch(/\{\w+\}|undefined|NaN/u);
    }
});
