/** What tells the reader how things stand. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { describeError, type Once } from '../http/describe-error.ts';
import type { Resource } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';
import { CheckIcon, ErrorIcon, InfoIcon, WarningIcon } from './icons.tsx';
import { Spinner } from './spinner.tsx';

export type Tone = 'info' | 'good' | 'warn' | 'bad';
const ICONS = { info: InfoIcon, good: CheckIcon, warn: WarningIcon, bad: ErrorIcon };

/** A `bad` one is read out at once; every other when the reader comes to it, or politely where it is `live`. */
export function Alert({ tone = 'info', live, children }: { tone?: Tone; live?: boolean; children: ComponentChildren }) {
  const Icon = ICONS[tone];
  const role = tone === 'bad' ? { role: 'alert' as const } : live ? { role: 'status' as const } : {};
  return (
    <div class={`alert ${tone}`} {...role}>
      <Icon />
      <div>{children}</div>
    </div>
  );
}

/** Comes into view and is read out when an error comes; nothing where there is none. */
export function ErrorAlert({ error, once }: { error: unknown; once?: Once | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) box.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (error === undefined) return null;
  return (
    <div ref={box}>
      <Alert tone="bad">{describeError(error, once)}</Alert>
    </div>
  );
}

export function Badge({ tone, children }: { tone?: 'good' | 'warn' | 'bad' | 'accent'; children: ComponentChildren }) {
  return <span class={tone ? `badge ${tone}` : 'badge'}>{children}</span>;
}

/** Said once the wait is long enough to be noticed, so that quick pages don't flicker. */
export function Waiting() {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="waiting" role="status">
      {seen && (
        <>
          <Spinner /> {t('app.loading')}
        </>
      )}
    </div>
  );
}

/** What was read, once it is there; before that, or instead of it, how that stands. An error beside data keeps the data. */
export function Loaded<T>({ from, children }: { from: Resource<T>; children: (data: T) => ComponentChildren }) {
  if (from.data === undefined && from.error === undefined) return <Waiting />;
  return (
    <>
      {from.error !== undefined && (
        <Alert tone="bad">
          <p>{describeError(from.error)}</p>
          <Button kind="plain" onClick={from.reload}>
            {t('app.again')}
          </Button>
        </Alert>
      )}
      {from.data !== undefined && children(from.data)}
    </>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
