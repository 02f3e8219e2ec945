/** Checks a pasted or chosen key before it is sent. The deployment itself decides whether it is a key. */

export type KeyFault = 'private' | 'too-large';

/** The API would refuse a private key too, but it must not even be sent (U6). */
export function faultOfKey(text: string): KeyFault | undefined {
  if (/PRIVATE KEY/u.test(text)) return 'private';
  return text.trim().length > 2000 ? 'too-large' : undefined;
}
