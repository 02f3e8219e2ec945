/** What happens in a world, a line each: to look for a fault by. */
import type { WireAnswer, WireRequest } from './services/service.ts';

export type Trace = (who: string, request: WireRequest | string, what: string, answer?: WireAnswer) => void;

/** "dynamodb UpdateItem {...}" */
function wordsOf({ service, method, path, query, headers, body }: WireRequest): string {
  const action =
    headers['x-amz-target']?.split('.').at(-1) ??
    `${method} ${path}${new URLSearchParams(query).size > 0 ? `?${new URLSearchParams(query)}` : ''}`;
  const text = body.length > 2_000 ? `${body.length} bytes` : body.toString('utf8');
  return `${service} ${action} ${text}`;
}

/** `say`: takes each line. Nothing is said where there is none. */
export function createTrace(now: () => number, say: ((line: string) => void) | undefined): Trace {
  if (!say) return () => undefined;
  return (who, request, what, answer) => {
    const words = typeof request === 'string' ? request : wordsOf(request);
    const end =
      answer && (answer.status >= 300 || what !== '')
        ? ` -> ${answer.status} ${String(answer.body).slice(0, 300)}`
        : '';
    say(`${new Date(now()).toISOString()} ${who}: ${words}${what ? ` [${what}]` : ''}${end}`);
  };
}
