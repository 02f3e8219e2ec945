/** What can be said of a pasted or chosen key before it is sent. Whether it is one, the deployment says. */

export type KeyFault = 'private' | 'too-large';

/** packers.key_invalid would say it too, but a private key must not even be sent (U6). */
export function faultOfKey(text: string): KeyFault | undefined {
  if (/PRIVATE KEY/u.test(text)) return 'private';
  return text.trim().length > 2000 ? 'too-large' : undefined;
}
