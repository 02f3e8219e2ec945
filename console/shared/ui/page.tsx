/** A page, or a step of one: its title is the tab's title, and its heading gets the focus, so that a screen reader begins there. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStepFocus } from '../browser/focus.ts';

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
  useStepFocus(heading, title);
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

/** A section of a page under its own heading. */
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
