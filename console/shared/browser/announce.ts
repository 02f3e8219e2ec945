/** Reads a text out. A live region must be there before its text is, so the frame of every page holds one. */
export const ANNOUNCER = 'announcer';

/** The same text once more is read once more. */
export function announce(text: string): void {
  const region = document.getElementById(ANNOUNCER);
  if (!region) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}
