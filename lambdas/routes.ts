/** All routes of the API by the function that serves them, in the order of the document. */
import { routes as adminAudit } from './admin-audit/routes.ts';
import { routes as adminCallers } from './admin-callers/routes.ts';
import { routes as adminCampaigns } from './admin-campaigns/routes.ts';
import { routes as adminCloseDown } from './admin-close-down/routes.ts';
import { routes as adminCreate } from './admin-create/routes.ts';
import { routes as adminErase } from './admin-erase/routes.ts';
import { routes as adminKeys } from './admin-keys/routes.ts';
import { routes as adminPeople } from './admin-people/routes.ts';
import { routes as adminQuestions } from './admin-questions/routes.ts';
import { routes as adminResynchronise } from './admin-resynchronise/routes.ts';
import { routes as adminRuns } from './admin-runs/routes.ts';
import { routes as adminSettings } from './admin-settings/routes.ts';
import { routes as adminTokens } from './admin-tokens/routes.ts';
import { routes as adminUsers } from './admin-users/routes.ts';
import { routes as arrival } from './arrival/routes.ts';
import { routes as console } from './console/routes.ts';
import { routes as forgotPassword } from './forgot-password/routes.ts';
import { routes as logoff } from './logoff/routes.ts';
import { routes as logon } from './logon/routes.ts';
import { routes as me } from './me/routes.ts';
import { routes as meTokens } from './me-tokens/routes.ts';
import { type Described, keysOf } from './route/route.ts';

export const ROUTES = {
  console,
  arrival,
  logon,
  logoff,
  me,
  'me-tokens': meTokens,
  'forgot-password': forgotPassword,
  'admin-runs': adminRuns,
  'admin-campaigns': adminCampaigns,
  'admin-users': adminUsers,
  'admin-people': adminPeople,
  'admin-close-down': adminCloseDown,
  'admin-callers': adminCallers,
  'admin-erase': adminErase,
  'admin-tokens': adminTokens,
  'admin-resynchronise': adminResynchronise,
  'admin-settings': adminSettings,
  'admin-questions': adminQuestions,
  'admin-keys': adminKeys,
  'admin-audit': adminAudit,
  'admin-create': adminCreate,
} satisfies Readonly<Record<string, readonly Described[]>>;

/** Each route under each of its keys, such as "GET /api/admin/settings". */
export const BY_KEY: ReadonlyMap<string, Described> = new Map(
  Object.values<readonly Described[]>(ROUTES)
    .flat()
    .flatMap((route) => keysOf(route).map((key) => [key, route] as const)),
);
