/** One icon for each page of the menu, 20 by 20, drawn in the colour of the text. The words beside it say the same. */
import { icon } from '../../shared/ui/icons.tsx';

export const MENU_ICONS = {
  overview: icon(<path d="M3 10.5 10 4l7 6.5M5 9v8h10V9M8.5 17v-4.5h3V17" />),
  people: icon(
    <>
      <circle cx="7.5" cy="7" r="3" />
      <path d="M2 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5M13 4.3a3 3 0 0 1 0 5.4M15.2 12.5c1.6.7 2.6 2 2.8 4" />
    </>,
  ),
  campaigns: icon(
    <>
      <rect x="2.5" y="4.5" width="15" height="11" rx="1.5" />
      <path d="m3 6 7 5.5L17 6" />
    </>,
  ),
  sources: icon(
    <>
      <ellipse cx="10" cy="4.8" rx="6.5" ry="2.3" />
      <path d="M3.5 4.8v10.4c0 1.3 2.9 2.3 6.5 2.3s6.5-1 6.5-2.3V4.8M3.5 10c0 1.3 2.9 2.3 6.5 2.3s6.5-1 6.5-2.3" />
    </>,
  ),
  upload: icon(<path d="M10 13V3.5M6.5 6.5 10 3l3.5 3.5M3 13v3.5h14V13" />),
  'cut-over': icon(<path d="M3 6.5h12M12 3.5l3 3-3 3M17 13.5H5M8 10.5l-3 3 3 3" />),
  callers: icon(
    <path d="M4.5 3h3l1.3 4-1.8 1.3a9.5 9.5 0 0 0 4.7 4.7l1.3-1.8 4 1.3v3c0 .8-.7 1.5-1.5 1.5C8.8 17 3 11.2 3 4.5 3 3.7 3.7 3 4.5 3z" />,
  ),
  users: icon(
    <>
      <circle cx="10" cy="6.5" r="3.5" />
      <path d="M3.5 17c.5-3.5 3-5 6.5-5s6 1.5 6.5 5" />
    </>,
  ),
  tokens: icon(
    <>
      <rect x="2.5" y="5.5" width="15" height="9" rx="4.5" />
      <path d="M6.5 8.5h5v3h-5zM14.5 10v.1" />
    </>,
  ),
  settings: icon(
    <>
      <path d="M3 5.5h7M14 5.5h3M3 14.5h3M10 14.5h7" />
      <circle cx="12" cy="5.5" r="2" />
      <circle cx="8" cy="14.5" r="2" />
    </>,
  ),
  'mail-texts': icon(<path d="M4 3.5h12v13H4zM7 7.5h6M7 10.5h6M7 13.5h3.5" />),
  questions: icon(
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M7.8 8c.1-1.4 1-2.2 2.3-2.2s2.2.8 2.2 2c0 1.7-2.3 1.9-2.3 3.7M10 14v.1" />
    </>,
  ),
  packers: icon(<path d="m10 2.5 6.5 3.5v8L10 17.5 3.5 14V6zM3.5 6 10 9.5 16.5 6M10 9.5v8" />),
  'export-key': icon(
    <>
      <circle cx="6.5" cy="13.5" r="3.5" />
      <path d="m9 11 7.5-7.5M13.5 6.5l2.5 2.5" />
    </>,
  ),
  audit: icon(<path d="M6.5 5h10.5M6.5 10h10.5M6.5 15h10.5M3 5v.1M3 10v.1M3 15v.1" />),
} as const;

export type MenuIcon = keyof typeof MENU_ICONS;
