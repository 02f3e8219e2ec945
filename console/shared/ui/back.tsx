/** The link to the page above, over a page's heading. */
export function Back({ href, children }: { href: string; children: string }) {
  return (
    <a class="back" href={href}>
      <span aria-hidden="true">‹ </span>
      {children}
    </a>
  );
}
