import { readText, writtenText } from './mail-text.ts';

const text = { subject: 'Reset: {organisation}', text: 'One\n\n{link}' };

test('a text that was shown is read back as it was', () => {
  expect(readText(writtenText(text))).toEqual(text);
  expect(readText(`\ufeff${writtenText(text).replaceAll('\n', '\r\n')}\r\n`)).toEqual(text);
});

test('a file without a subject is refused with what to do', () => {
  expect(() => readText('Hello\n\n{link}')).toThrow('Subject: …');
});
