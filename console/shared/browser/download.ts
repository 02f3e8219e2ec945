/** A file made in the page, handed to the browser's own downloads. */
export function download(name: string, type: string, content: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun by then; an address that is never given back keeps the whole file in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
