/** The catalogue of security questions. */
import { importQuestions } from './import.ts';
import { showQuestions } from './show.ts';

export const routes = [showQuestions, importQuestions];
