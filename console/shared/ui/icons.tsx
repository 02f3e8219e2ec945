/** Icons as inline SVG, so that no file is fetched for them. Each is shown beside words that say the same. */
import type { ComponentChildren } from 'preact';

/** @param drawing in a box of 20 by 20; strokes take the colour of the text */
export const icon = (drawing: ComponentChildren) => () => (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {drawing}
  </svg>
);

export const CheckIcon = icon(<path d="M4 10.5l4 4 8-9" />);
export const WarningIcon = icon(
  <>
    <path d="M10 3l8 14H2z" />
    <path d="M10 8v4M10 14.6v.1" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="10" cy="10" r="8" />
    <path d="M10 9v5M10 6v.1" />
  </>,
);
export const ErrorIcon = icon(
  <>
    <circle cx="10" cy="10" r="8" />
    <path d="M10 5.5v5.5M10 14v.1" />
  </>,
);
export const Mark = () => (
  <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0b5d66" />
    <path d="M7 21c3 0 3-2 6-2s3 2 6 2 3-2 6-2" fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" />
    <path d="M16 6l6 9H10z" fill="#fff" />
  </svg>
);
