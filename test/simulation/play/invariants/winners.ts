/** What can be used once was used once: passcodes, links, challenges, grants. */
import type { Call } from '../stage.ts';
import type { Invariant } from './final.ts';

const isDone = ({ status }: Call): boolean => status >= 200 && status < 300;

/** By what a request proves something, where that counts once. */
function proofOf({ path, body }: Call): string | undefined {
  const given = (body ?? {}) as Readonly<Record<string, unknown>>;
  switch (path) {
    case '/api/logon':
      return given['method'] === 'SecurID_Native'
        ? `passcode of ${String(given['userId'])} ${String(given['secret'])}`
        : undefined;
    case '/api/logon/next-tokencode':
    case '/api/logon/new-pin':
    case '/api/forgot-password/answers':
      return `challenge ${String(given['challenge'])}`;
    case '/api/forgot-password/verify':
      return `link ${String(given['link'])}`;
    case '/api/forgot-password/reset':
      return `grant ${String(given['grant'])}`;
    default:
      return undefined;
  }
}

export const winners: Invariant = ({ stage }) => {
  const won = new Map<string, Call[]>();
  for (const call of stage.calls) {
    const proof = isDone(call) ? proofOf(call) : undefined;
    if (proof !== undefined) won.set(proof, [...(won.get(proof) ?? []), call]);
  }
  return [...won].flatMap(([proof, calls]) =>
    calls.length === 1
      ? []
      : [
          `winners: ${proof} was accepted ${calls.length} times: ${calls.map(({ who, at }) => `${who} at ${new Date(at).toISOString()}`).join(', ')}`,
        ],
  );
};
