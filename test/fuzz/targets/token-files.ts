/** Token files: sdtid, PSKC and OATH CSV, by the one reader that tells them apart; and catalogues of questions, which are XML too. */

import * as z from 'zod';
import { TOKEN_FILES } from '#core/errors/token-files.ts';
import { tokenFields } from '#core/export/record.ts';
import { parseCatalogue } from '#core/questions/read-catalogue.ts';
import { codePoints } from '#core/text.ts';
import { readTokenFile, type TokenFileOptions } from '#core/token-files/files.ts';
import { mutatedText, oddText } from '../drawn/mutate.ts';
import { seedFile } from '../drawn/seeds.ts';
import { languageIn } from '../drawn/texts.ts';
import { drawnTokenFile, PASSWORDS, PRE_SHARED } from '../drawn/tokens.ts';
import { checkText, must, read, repeatsSecret } from '../finding.ts';
import { reader, type Target } from '../target.ts';

const token = z.strictObject({ ...tokenFields, userLogin: z.string().max(255).optional() });
const OPTIONS: readonly TokenFileOptions[] = [
  ...PASSWORDS.map((password) => ({ password })),
  { preSharedKey: PRE_SHARED, hash: 'sha1', secretFormat: 'hex', tokenType: 'totp' },
];

async function run(bytes: Buffer): Promise<void> {
  for (const options of OPTIONS) {
    const file = await read(['tokenfile', 'xml'], () => readTokenFile(bytes, options));
    if (!file) continue;
    for (const one of file.tokens) {
      const parsed = token.safeParse(one);
      must(parsed.success, 'a token that no record can hold', () => JSON.stringify(parsed.error?.issues));
      checkText(one, 'a token');
    }
    for (const { serial, code, reason } of file.refused) {
      must(Object.hasOwn(TOKEN_FILES, code), 'a token is refused for what no document names', () => code);
      must(
        serial !== '' && serial.length <= 64 && !/[^ -~]/u.test(serial),
        'a refusal names what is no serial',
        () => serial,
      );
      must(reason !== '' && !repeatsSecret(reason + serial), 'a refusal repeats a secret', () => `${serial} ${reason}`);
    }
  }
}

/** Sets of questions, well made of odd texts. */
function catalogue(random: Parameters<Target['draw']>[0]): Buffer {
  const escaped = (text: string) => text.replaceAll(/[&<>"]/gu, (mark) => `&#${mark.codePointAt(0)};`);
  const question = () =>
    `<QUESTION>${escaped(random.once(4) ? oddText(random) : `What ${random.below(99)}?`)}</QUESTION>`;
  const set = () =>
    `<LANGUAGE id="${escaped(languageIn(random))}">${random.list(random.few(210), question).join('')}</LANGUAGE>`;
  return Buffer.from(`<SECURITY_QUESTIONS>${random.list(random.few(52), set).join('\n')}</SECURITY_QUESTIONS>`);
}

async function runQuestions(bytes: Buffer): Promise<void> {
  const sets = await read(['questions'], () => parseCatalogue(bytes.toString('utf8')));
  for (const { language, questions } of sets ?? []) {
    must(questions.length > 0, 'a set without questions', () => language);
    for (const one of questions) must(one !== '' && codePoints(one) <= 255, 'a question that is none', () => one);
    checkText(questions, 'a question');
  }
}

export const TOKEN_FILE_TARGETS: readonly Target[] = [
  reader('token-file', 14, { draw: drawnTokenFile, run }),
  reader('questions', 4, {
    draw: (random) => mutatedText(random.once(3) ? seedFile(random, 'xml') : catalogue(random), random),
    run: runQuestions,
  }),
];
