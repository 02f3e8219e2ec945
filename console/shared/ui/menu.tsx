/** Links to the console's pages; the one that is open says so. */
export type MenuItem = { readonly href: string; readonly label: string; readonly current: boolean };

export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  return (
    <nav aria-label={label}>
      <ul class="nav">
        {items.map(({ href, label: name, current }) => (
          <li key={href}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
