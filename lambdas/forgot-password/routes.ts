/** From a user ID to a new password, without a session. */
import { answerRecovery } from './answer.ts';
import { askForRecovery } from './ask.ts';
import { completeRecoveryPasscode } from './next-tokencode.ts';
import { resetPassword } from './reset.ts';
import { verifyRecovery } from './verify.ts';

export const routes = [askForRecovery, verifyRecovery, completeRecoveryPasscode, answerRecovery, resetPassword];
