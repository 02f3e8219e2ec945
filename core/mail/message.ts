/**
 * A mail as it goes over the wire (RFC 5322, MIME: RFC 2045 to 2047): text and HTML as alternatives, both in base64, so that no line is
 * too long and no character gets lost. SES's SendEmail takes no header of our own, hence the whole message.
 */
import type { RenderedMail } from './render.ts';
import type { Sender } from './sender.ts';

/** `to`: one address in ASCII (core/address.ts). */
export type Mail = RenderedMail & { readonly to: string; readonly sender: Sender };

/** No base64 text holds a `_`. */
const BOUNDARY = '=_landfall_alternative';
const LINE = 76;
/** Bytes of an encoded word: with its frame of 12 characters, 4 for 3 bytes, and the header's name it fits a line of 76. */
const WORD_BYTES = 39;

/** Whole characters, at most WORD_BYTES in UTF-8 each. */
function pieces(text: string): string[] {
  const found = [''];
  for (const char of text) {
    if (Buffer.byteLength(found.at(-1)! + char) > WORD_BYTES) found.push('');
    found[found.length - 1] += char;
  }
  return found;
}

/** Text for a header (RFC 2047): plain where it is short and simple. Line breaks and control characters, which could begin a header, become spaces. */
function encoded(text: string): string {
  const clean = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (/^[A-Za-z0-9 -]{0,60}$/u.test(clean)) return clean;
  return pieces(clean)
    .map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`)
    .join('\r\n ');
}

/** A header's address: in ASCII, as core/address.ts has it, without anything that could end it. */
const address = (text: string): string => text.replace(/[^!-~]|[<>,;"]/gu, '');

function part(type: string, content: string): string {
  const body = Buffer.from(content.replaceAll(/\r?\n/gu, '\r\n')).toString('base64');
  const lines = body.match(new RegExp(`.{1,${LINE}}`, 'gu')) ?? [];
  return [`Content-Type: ${type}; charset=utf-8`, 'Content-Transfer-Encoding: base64', '', ...lines].join('\r\n');
}

/**
 * `Auto-Submitted` (RFC 3834) tells responders that no person waits for an answer; Exchange reads its own header instead. The mail service
 * adds date and id.
 */
export function rawMessage({ to, sender, subject, text, html }: Mail): string {
  const headers = [
    `From: ${encoded(sender.name)} <${address(sender.from)}>`,
    `To: ${address(to)}`,
    ...(sender.replyTo ? [`Reply-To: ${address(sender.replyTo)}`] : []),
    `Subject: ${encoded(subject)}`,
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: OOF, AutoReply',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${BOUNDARY}"`,
  ];
  const parts = [part('text/plain', text), part('text/html', html)];
  const body = [...parts.map((one) => `--${BOUNDARY}\r\n${one}`), `--${BOUNDARY}--`, ''];
  return [...headers, '', ...body].join('\r\n');
}
