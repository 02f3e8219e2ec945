/** A user’s own account. */
import { changePassword } from './change-password.ts';
import { setSecurityQuestions } from './set-questions.ts';
import { showMe } from './show.ts';
import { showSecurityQuestions } from './show-questions.ts';

export const routes = [showMe, showSecurityQuestions, setSecurityQuestions, changePassword];
