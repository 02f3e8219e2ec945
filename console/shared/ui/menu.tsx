/** Links to the console's pages; the open one is marked. */
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { reopenPage } from '../browser/route.ts';
import { t } from '../texts/index.ts';
import { Button } from './button.tsx';

export type MenuItem = {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  /** Shown before the words. */
  readonly Icon?: ComponentType;
};

/** @param titled whether its label is shown as a heading */
export function Menu({ label, items, titled }: { label: string; items: readonly MenuItem[]; titled?: boolean }) {
  return (
    <nav aria-label={label}>
      {titled && <h2>{label}</h2>}
      <ul class="nav">
        {items.map(({ href, label: name, current, Icon }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={current ? 'page' : undefined}
              onClick={() => location.hash === href && reopenPage()}
            >
              {Icon && <Icon />}
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Menus that fold into one button where there is little room (a phone, or a page zoomed to 400 %), so that they don't fill the window. */
export function Folding({ children }: { children: ComponentChildren }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const close = () => setOpen(false);
    window.addEventListener('hashchange', close);
    return () => window.removeEventListener('hashchange', close);
  }, []);
  return (
    <div class={open ? 'folding open' : 'folding'}>
      <div class="fold">
        <Button small expands={{ id, open }} onClick={() => setOpen(!open)}>
          {t('app.menu')}
        </Button>
      </div>
      <div id={id} class="folded">
        {children}
      </div>
    </div>
  );
}
