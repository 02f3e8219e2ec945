import type { MyTokens } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';

export type MyToken = MyTokens['tokens'][number];
/** What each dialog of a token gets: `onDone` shows what was done and reads the tokens again. */
export type TokenDialogProps = {
  token: MyToken;
  visit: Visit;
  onDone: (what: 'tokens.lost.done' | 'tokens.resync.done' | 'tokens.pin.done') => void;
  onClose: () => void;
};
