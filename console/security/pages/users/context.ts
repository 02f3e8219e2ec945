import type { Settings, User } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';

/** What every section of the page of one user works with. */
export type UserContext = {
  readonly user: User;
  readonly visit: Visit;
  /** Undefined where the role may not read them. */
  readonly settings: Settings['settings'] | undefined;
  readonly editable: boolean;
  /** Whether this administrator may change how the user logs on (A7). */
  readonly credentials: boolean;
  readonly self: boolean;
  /** Shows what was done, takes the user that the API answered, and reads the tokens again. */
  readonly done: (text: string, user?: User) => void;
  /** Reads user and tokens again. */
  readonly reload: () => void;
};
