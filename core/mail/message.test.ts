import fc from 'fast-check';
import { type Mail, rawMessage } from './message.ts';

const MAIL: Mail = {
  to: 'ana@corp.example',
  sender: { from: 'it@corp.example', name: 'Example Corp', replyTo: '', sandbox: false },
  subject: 'Reset your password',
  text: 'Hello',
  html: '<p>Hello</p>',
};
const make = (more: Partial<Mail> = {}) => rawMessage({ ...MAIL, ...more });
const headersOf = (message: string) => {
  const [head = ''] = message.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/gu, ' ').split('\r\n');
  return new Map(lines.map((line) => line.split(/: (.*)/su).slice(0, 2) as [string, string]));
};
/** RFC 2047: white space between two encoded words belongs to neither. */
const decoded = (value = '') =>
  value
    .replaceAll(/\?= =\?UTF-8\?B\?/gu, '?==?UTF-8?B?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gu, (_word, text: string) => Buffer.from(text, 'base64').toString('utf8'));
const partsOf = (message: string) =>
  message
    .split('\r\n--=_landfall_alternative')
    .slice(1, -1)
    .map((part) => Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8'));

test('a mail says that no person sent it, so that no automatic reply comes back', () => {
  const headers = headersOf(make());
  expect(headers.get('Auto-Submitted')).toBe('auto-generated');
  expect(headers.get('X-Auto-Response-Suppress')).toBe('OOF, AutoReply');
  expect(headers.get('From')).toBe('Example Corp <it@corp.example>');
  expect(headers.get('To')).toBe('ana@corp.example');
  expect(headers.get('Subject')).toBe('Reset your password');
  expect(headers.has('Reply-To')).toBe(false);
});

test('answers go where the settings say', () => {
  const sender = { ...MAIL.sender, replyTo: 'help@corp.example' };
  expect(headersOf(make({ sender })).get('Reply-To')).toBe('help@corp.example');
});

test('text and HTML come out as they went in, with the line breaks of mail', () => {
  const text = 'Grüße, “Léa” 😀\nsecond\r\nthird\n';
  expect(partsOf(make({ text, html: '<p>“Léa”</p>' }))).toEqual([
    'Grüße, “Léa” 😀\r\nsecond\r\nthird\r\n',
    '<p>“Léa”</p>',
  ]);
  expect(partsOf(make({ text: '' }))[0]).toBe('');
});

test.each(['Zurücksetzen Ihres Kennworts – Größe “XL”', 'Example, Inc. (Help)', 'a'.repeat(200), '😀'.repeat(60), ''])(
  'the subject and name %j are read back',
  (text) => {
    const headers = headersOf(make({ subject: text, sender: { ...MAIL.sender, name: text } }));
    expect(decoded(headers.get('Subject'))).toBe(text);
    expect(decoded(headers.get('From'))).toBe(`${text} <it@corp.example>`);
  },
);

test('no line is longer than mail allows, and every character is ASCII', () => {
  const message = make({ subject: '😀'.repeat(300), text: 'ü'.repeat(5000) });
  for (const line of message.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76);
  expect(message).toMatch(/^[\r\n -~]*$/u);
});

test('a value can’t begin a header or a recipient of its own', () => {
  const evil = 'x\r\nBcc: all@corp.example\u2028';
  const sender = {
    from: 'it@corp.example>, <b@x.example',
    name: evil,
    replyTo: 'h@c.example\r\nBcc: b',
    sandbox: false,
  };
  const message = make({ subject: evil, sender, to: 'a@b.example, c@d.example' });
  const headers = headersOf(message);
  expect([...headers.keys()]).not.toContain('Bcc');
  expect(decoded(headers.get('Subject'))).toBe('x Bcc: all@corp.example');
  expect(headers.get('To')).toBe('a@b.examplec@d.example');
  expect(message.match(/^From: .*<it@corp\.exampleb@x\.example>$/mu)).not.toBeNull();
});

test('no text of any kind adds a header, a recipient or a part, and subject and name are read back', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '\r\nBcc: all@corp.example',
      '\n\n<b>',
      '\u2028',
      '\u202e',
      '😀',
      '?=',
      '=?UTF-8?B?',
      '--=_landfall_alternative',
      '"',
      '<',
      '>',
      ',',
    ),
  );
  const anything = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(anything, anything, anything, anything, (subject, name, text, address) => {
      const sender = { ...MAIL.sender, name, replyTo: address };
      const message = make({ subject, sender, text, html: text, to: `a@b.example${address}` });
      expect(message).toMatch(/^[\r\n -~]*$/u);
      const headers = headersOf(message);
      const known = [
        'From',
        'To',
        'Reply-To',
        'Subject',
        'Auto-Submitted',
        'X-Auto-Response-Suppress',
        'MIME-Version',
        'Content-Type',
      ];
      expect([...headers.keys()].filter((header) => !known.includes(header))).toEqual([]);
      expect(headers.get('To')).not.toMatch(/[\s,;<>]/u);
      expect(partsOf(message)).toHaveLength(2);
      const clean = (one: string) => Buffer.from(one.replace(/[\p{C}\s]+/gu, ' ').trim()).toString('utf8');
      expect(decoded(headers.get('Subject'))).toBe(clean(subject));
      expect(decoded(headers.get('From')?.replace(/ <it@corp\.example>$/u, ''))).toBe(clean(name));
    }),
  );
});
