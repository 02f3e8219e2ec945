/** Saves a file that the page has made, as a download of the browser. */
export function download(name: string, type: string, content: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has started the download by then; a URL that is never revoked keeps the whole file in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
