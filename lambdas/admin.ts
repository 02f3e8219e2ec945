import type { Route } from './http.ts';

/** Administrators' routes under both their prefixes, as infra/functions.ts names them: "GET /settings". */
export function adminRoutes(routes: Readonly<Record<string, Route>>): Record<string, Route> {
  return Object.fromEntries(
    ['/api/admin', '/api/operator'].flatMap((prefix) =>
      Object.entries(routes).map(([route, serve]) => [route.replace(' /', ` ${prefix}/`), serve]),
    ),
  );
}
