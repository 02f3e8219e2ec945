/** Links to the console's pages; the open one is marked. */
import { reopenPage } from '../browser/route.ts';

export type MenuItem = { readonly href: string; readonly label: string; readonly current: boolean };

/** @param titled whether its label is shown as a heading */
export function Menu({ label, items, titled }: { label: string; items: readonly MenuItem[]; titled?: boolean }) {
  return (
    <nav aria-label={label}>
      {titled && <h2>{label}</h2>}
      <ul class="nav">
        {items.map(({ href, label: name, current }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={current ? 'page' : undefined}
              onClick={() => location.hash === href && reopenPage()}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
