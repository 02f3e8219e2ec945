import type { MyTokens } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';

export type MyToken = MyTokens['tokens'][number];
/** What a dialog needs: `onDone` says what was done and reads the tokens anew. */
export type TokenDialogProps = {
  token: MyToken;
  visit: Visit;
  onDone: (what: 'tokens.lost.done' | 'tokens.resync.done' | 'tokens.pin.done') => void;
  onClose: () => void;
};
