/** A user’s own account. */
import { changePassword } from './change-password.ts';
import { endMyOtherSessions, endMySession, showMySessions } from './sessions.ts';
import { setSecurityQuestions } from './set-questions.ts';
import { showMe } from './show.ts';
import { showAdministrator } from './show-administrator.ts';
import { showSecurityQuestions } from './show-questions.ts';
import { startDisplay } from './start-display.ts';

export const routes = [
  showMe,
  showAdministrator,
  startDisplay,
  showSecurityQuestions,
  setSecurityQuestions,
  changePassword,
  showMySessions,
  endMySession,
  endMyOtherSessions,
];
