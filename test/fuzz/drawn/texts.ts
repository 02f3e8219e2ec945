/** Words and values that documents of the field are made of. */
import { secretOf } from '../finding.ts';
import type { Random } from '../random.ts';
import { oddText } from './mutate.ts';

const NAMES = ['ana', 'BO', 'Zoë', 'müller', '李雷', 'o"neil', "d'arcy", 'Doe, Jane', 'İbrahim', 'straße', 'a.b@corp.example', 'ANA', '0', 'ﬁn', ' ana ', ''] as const; // biome-ignore format: a list
const TIMES = ['2026-01-31', '20260131120000Z', '20260131120000.0+0100', '131000000000000000', '9223372036854775807', '0', '31.01.2026', '01/02/2026 13:00', 'never', '2026-02-30', '1e5', 'NEVER', '1769860000'] as const; // biome-ignore format: a list
const FLAGS = ['TRUE', 'false', 'yes', 'No', '1', '0', 'x', '', '512', '514', '66050', '-1', 'ja'] as const;
const LANGUAGES = ['en', 'en_US', 'de-CH', 'und', '', 'fr;q=0.8', 'de, en', 'x'.repeat(40)] as const;

const sometimes = (random: Random, otherwise: string): string => (random.once(8) ? oddText(random) : otherwise);

export const nameIn = (random: Random): string => sometimes(random, random.pick(NAMES));
export const userIdIn = (random: Random): string =>
  sometimes(random, `${random.pick(NAMES)}${random.once(2) ? random.below(9) : ''}`);
export const timeIn = (random: Random): string => sometimes(random, random.pick(TIMES));
export const flagIn = (random: Random): string => sometimes(random, random.pick(FLAGS));
export const languageIn = (random: Random): string => sometimes(random, random.pick(LANGUAGES));
export const emailIn = (random: Random): string =>
  sometimes(
    random,
    random.pick(['ana@corp.example', 'Ana <ana@corp.example>', 'a@b,c@d', '', 'ana@', '"a b"@x.example']),
  );
export const serialIn = (random: Random): string =>
  sometimes(
    random,
    random.pick([
      '000123456789',
      '123456789',
      '1',
      'OATH0001',
      '',
      '1.2E+11',
      `0001234${random.below(90_000) + 10_000}`,
    ]),
  );
/** What must never be repeated. */
export const secretIn = (random: Random): string =>
  random.once(3) ? secretOf(random.hex(7)) : random.pick(['', '1234', '00000000', 'abc', '12345678901']);
