/** Buttons, and links that look like buttons. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../texts/index.ts';
import { Spinner } from './spinner.tsx';

export type Kind = 'primary' | 'plain' | 'danger' | 'usual';
type Look = { kind?: Kind; small?: boolean; full?: boolean };

const classOf = ({ kind = 'usual', small, full }: Look) =>
  ['button', kind === 'usual' ? '' : kind, small ? 'small' : '', full ? 'full' : ''].filter(Boolean).join(' ');

type ButtonProps = Look & {
  /** Shows that work is under way and ignores a second press; the focus stays on the button. */
  busy?: boolean;
  disabled?: boolean;
  onClick?: () => void;
  type?: 'button' | 'submit';
  /** What the button shows and hides. */
  expands?: { readonly id: string; readonly open: boolean };
  /** An accessible name that contains the visible words and says more (WCAG 2.5.3). */
  name?: string;
  children: ComponentChildren;
};

export function Button({ busy, disabled, onClick, type = 'button', expands, name, children, ...look }: ButtonProps) {
  return (
    <button
      type={type}
      class={classOf(look)}
      disabled={disabled ?? false}
      aria-disabled={busy ? true : undefined}
      aria-label={name}
      aria-expanded={expands?.open}
      aria-controls={expands?.id}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy && <Spinner />}
      {children}
      {busy && <span class="unseen">{t('say.busy')}</span>}
    </button>
  );
}

export function LinkButton({ href, children, ...look }: Look & { href: string; children: ComponentChildren }) {
  return (
    <a class={classOf(look)} href={href}>
      {children}
    </a>
  );
}

export function CopyButton({ text, what, small = true }: { text: string; what: string; small?: boolean }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <>
      <Button small={small} name={`${t('do.copy')}: ${what}`} onClick={() => void copy()}>
        {copied ? t('do.copied') : t('do.copy')}
      </Button>
      <span class="unseen" role="status">
        {copied ? t('do.copied') : ''}
      </span>
    </>
  );
}
