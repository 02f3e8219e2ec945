/** A page: its title in the tab, its heading focused when it opens, so that a screen reader begins there. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

let opened = false;

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · ${document.body.dataset['console'] ?? 'Landfall'}`;
  }, [title]);
  useLayoutEffect(() => {
    // The first page of all is where the browser is anyway. Where the page put the cursor into a field, it stays there.
    const inside = document.activeElement?.closest('main');
    if (opened && !inside) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    opened = true;
  }, []);
  return (
    <div class="stack loose">
      <div class="stack tight">
        <div class="row apart">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions}
        </div>
        {lead !== undefined && <p class="soft">{lead}</p>}
      </div>
      {children}
    </div>
  );
}

/** A part of a page under a heading of its own. */
export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Names and values. */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
