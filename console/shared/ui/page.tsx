/** A page, or a step of one: its title is the tab's title, and its heading gets the focus, so that a screen reader begins there. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useStepFocus } from '../browser/focus.ts';
import { Back } from './back.tsx';

type PageProps = {
  title: string;
  /** One sentence under the heading; a page that explains itself needs none. */
  lead?: ComponentChildren;
  /** The state of what the page shows, as badges before the lead. */
  status?: ComponentChildren;
  /** Buttons and links for the page as a whole, at most three; the one that is wanted most is the last. */
  actions?: ComponentChildren;
  /** The page above. */
  back?: { readonly href: string; readonly label: string };
  /** The pages beside this one. */
  tabs?: ComponentChildren;
  children?: ComponentChildren;
};

export function Page({ title, lead, status, actions, back, tabs, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    document.title = `${title} · ${document.body.dataset['console'] ?? 'Landfall'}`;
  }, [title]);
  useStepFocus(heading, title);
  return (
    <div class="stack loose">
      <div class="stack tight">
        {back && <Back href={back.href}>{back.label}</Back>}
        <div class="row apart page-head">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions && <div class="row page-actions">{actions}</div>}
        </div>
        {status !== undefined && (
          <div class="row">
            {status}
            {lead !== undefined && <p class="soft">{lead}</p>}
          </div>
        )}
        {status === undefined && lead !== undefined && <p class="soft">{lead}</p>}
        {tabs}
      </div>
      {children}
    </div>
  );
}

type SectionProps = {
  title: string;
  /** The state of what the section shows, behind its heading. */
  status?: ComponentChildren;
  /** What acts on the section as a whole, at the end of the heading's line. */
  actions?: ComponentChildren;
  children?: ComponentChildren;
};

/** A section of a page under its own heading. */
export function Section({ title, status, actions, children }: SectionProps) {
  const heading = <h2>{title}</h2>;
  return (
    <section class="card stack">
      {actions || status ? (
        <div class="row apart">
          <div class="row">
            {heading}
            {status}
          </div>
          {actions && <div class="row">{actions}</div>}
        </div>
      ) : (
        heading
      )}
      {children}
    </section>
  );
}

type FactsProps = {
  of: readonly (readonly [name: string, value: ComponentChildren])[];
  /** Two side by side where there is room. */
  columns?: boolean;
};

/** Names and values. */
export function Facts({ of, columns = false }: FactsProps) {
  return (
    <dl class={columns ? 'facts paired' : 'facts'}>
      {of.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
