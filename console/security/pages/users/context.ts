import type { Settings, User } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';

/** What every section of the page of one user works with. */
export type UserContext = {
  readonly user: User;
  readonly visit: Visit;
  /** Only where the role may read them. */
  readonly settings: Settings['settings'] | undefined;
  readonly editable: boolean;
  readonly self: boolean;
  /** Takes what a write answered, says what was done, and reads the tokens anew. */
  readonly done: (text: string, user?: User) => void;
  /** Reads everything anew. */
  readonly reload: () => void;
};
