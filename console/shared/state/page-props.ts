import type { Route } from '../browser/route.ts';
import type { Visit } from './visit.ts';

/** What the frame of a console gives to each of its pages. */
export type PageProps = { readonly route: Route; readonly visit: Visit };
