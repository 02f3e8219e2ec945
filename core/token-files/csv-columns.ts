/** The columns of CSV token files, by the names that vendors and servers give them. */
import { type FactsOf, invalid } from '#core/errors.ts';
import { foldColumn } from '#core/sources/csv-rows.ts';
import { SECRET_FORMATS, type SecretFormat } from './secret-text.ts';

export type CsvField =
  | 'serial'
  | 'secret'
  | 'type'
  | 'hash'
  | 'digits'
  | 'interval'
  | 'counter'
  /** The interval of a TOTP token, the counter of an HOTP one. */
  | 'step'
  | 'user'
  | 'format'
  | 'startsAt'
  | 'expiresAt'
  | 'nickname';

export type CsvColumns = {
  /** Where each field stands in a row, from 0. */
  readonly at: ReadonlyMap<CsvField, number>;
  /** How many there are, those that mean nothing here included. */
  readonly width: number;
  /** The format that the name of the secrets' column, or the form of the file, says. */
  readonly format?: SecretFormat;
  /** The file looks like the one for Microsoft Entra ID, whose secrets are base32: counts where the secrets do not say. */
  readonly entra: boolean;
};

/** Folded: letter case, spaces, hyphens and underscores do not count. */
const NAMES: Readonly<Record<CsvField, string>> = {
  serial:
    'serial serialno serialnumber sn tokenserial tokenserialnumber tokensn tokenid deviceserial deviceserialnumber',
  secret:
    'secret secretkey sharedsecret seed seedkey key tokenkey tokensecret tokenseed otpkey otpsecret otpseed oathseed oathkey',
  type: 'type tokentype otptype oathtype mode',
  hash: 'hash hashalgorithm hashlib algorithm otpalgorithm hmacalgorithm digest suite',
  digits: 'digits otpdigits numberofdigits length otplength otplen codelength passcodelength',
  interval: 'interval timeinterval timestep timeperiod period step refreshinterval',
  counter: 'counter eventcounter startcounter initialcounter movingfactor',
  step: 'intervalcounter intervalorcounter timestepcounter',
  user: 'upn userprincipalname user userid username userlogin login assignedto owner',
  format: 'secretformat secretencoding seedformat seedencoding keyformat keyencoding encoding',
  startsAt: 'startsat startdate validfrom',
  expiresAt: 'expiresat expires expiry expirydate expirationdate enddate validto validuntil',
  nickname: 'nickname friendlyname',
};

const FIELDS = new Map<string, { field: CsvField; format?: SecretFormat }>();
for (const [field, names] of Object.entries(NAMES) as [CsvField, string][])
  for (const name of names.split(' ')) {
    FIELDS.set(name, { field });
    if (field !== 'secret') continue;
    for (const format of SECRET_FORMATS)
      for (const spelling of [`${name}${format}`, `${format}${name}`]) FIELDS.set(spelling, { field, format });
  }

/** The form without a header. */
const POSITIONS: readonly CsvField[] = ['serial', 'secret', 'type', 'digits', 'step', 'hash'];

function unusable(detail: string, facts: FactsOf<'tokenfile.columns'>) {
  return invalid('tokenfile.columns', detail, facts);
}

/**
 * The columns that a file's first row names; undefined where it names none that is known, and so is no header.
 * Columns with other names (manufacturer, model ...) are passed over.
 * @throws LandfallError tokenfile.columns where serial or secret is missing, or one thing has two columns
 */
export function namedColumns(row: readonly string[]): CsvColumns | undefined {
  const names = row.map(foldColumn);
  const at = new Map<CsvField, number>();
  let format: SecretFormat | undefined;
  for (const [index, name] of names.entries()) {
    const found = FIELDS.get(name);
    if (!found) continue;
    if (at.has(found.field))
      throw unusable(`The CSV file of tokens has two columns for ${found.field}. Leave one.`, { column: found.field });
    at.set(found.field, index);
    format = found.format ?? format;
  }
  if (at.size === 0) return undefined;
  const missing = (['serial', 'secret'] as const).filter((field) => !at.has(field));
  if (missing.length > 0)
    throw unusable(
      `The CSV file of tokens has no column ${missing.join(', ')}. Its first line must name the columns, such as "serial,secret,type,digits,interval,counter".`,
      { columns: missing },
    );
  const entra = names.includes('upn') && names.includes('secretkey');
  return { at, width: row.length, entra, ...(format === undefined ? {} : { format }) };
}

/** serial,secret,type,digits,interval or counter,hash. */
export const positionalColumns: CsvColumns = {
  at: new Map(POSITIONS.map((field, index) => [field, index])),
  width: POSITIONS.length,
  entra: false,
};
