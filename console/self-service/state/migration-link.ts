/**
 * Reads the link of a migration mail that a release before has sent: a signed token with the user ID. The page does not verify its
 * signature and grants nothing for it: the link only fills in a user ID.
 */

export type MigrationLink = { readonly userId: string; readonly expired: boolean };

const text = (base64url: string) => {
  const bytes = Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};

/** Reads the payload of the token (JWT, RFC 7519); undefined where it is not one. @param now Unix ms */
export function readMigrationLink(token: string, now: number): MigrationLink | undefined {
  try {
    const { sub, exp } = JSON.parse(text(token.split('.')[1] ?? '')) as { sub?: unknown; exp?: unknown };
    if (typeof sub !== 'string' || sub === '' || sub.length > 255) return undefined;
    return { userId: sub, expired: typeof exp !== 'number' || exp * 1000 < now };
  } catch {
    return undefined;
  }
}
