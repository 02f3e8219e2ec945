/**
 * JSON that comes from outside. Half of a surrogate pair (`"\ud800"`, RFC 8259, 8.2) is no text, in whatever string or name
 * it stands: no engine stores it, no queue takes it, and all of them would hash alike as a password.
 */
function wellFormed(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) throw new SyntaxError('not text');
  return value;
}

/** @throws SyntaxError where it is not JSON, or holds what is no text */
export const parseJson = (text: string): unknown => JSON.parse(text, wellFormed);
