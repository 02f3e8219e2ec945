/** Alerts, badges, and what is shown while data is loaded. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../browser/announce.ts';
import { describeError, type Once } from '../http/describe-error.ts';
import type { Resource } from '../state/resource.ts';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';
import { CheckIcon, ErrorIcon, InfoIcon, WarningIcon } from './icons.tsx';
import { Spinner } from './spinner.tsx';

export type Tone = 'info' | 'good' | 'warn' | 'bad';
const ICONS = { info: InfoIcon, good: CheckIcon, warn: WarningIcon, bad: ErrorIcon };

/** A screen reader reads a `bad` alert at once, a `live` one politely, and any other when its user reaches it. */
export function Alert({ tone = 'info', live, children }: { tone?: Tone; live?: boolean; children: ComponentChildren }) {
  const Icon = ICONS[tone];
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (live) announce(box.current?.textContent ?? '');
  }, [live]);
  return (
    <div ref={box} class={`alert ${tone}`} {...(tone === 'bad' ? { role: 'alert' as const } : {})}>
      <Icon />
      <div>{children}</div>
    </div>
  );
}

/** Scrolls into view and is read out when an error occurs; shows nothing without one. */
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

/** The tone is drawn as a shape too, for readers who don't see the colours apart. */
const SHAPES = {
  good: <path d="M1.5 5.5 4 8l4.5-6" />,
  warn: <path d="M5 1 9.3 9H.7z" />,
  bad: <path d="M2 2l6 6M8 2 2 8" />,
  accent: <circle cx="5" cy="5" r="3.5" />,
} as const;

export function Badge({ tone, children }: { tone?: keyof typeof SHAPES; children: ComponentChildren }) {
  return (
    <span class={tone ? `badge ${tone}` : 'badge'}>
      {tone && (
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          {SHAPES[tone]}
        </svg>
      )}
      {children}
    </span>
  );
}

/** Shown only after a noticeable wait, so that fast pages don't flicker. */
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

/** Shows data once it is loaded; until then that it is loading, and after a failure the error. Data that was loaded before stays beside an error. */
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
