import { describeConsoles } from '#core/access/console.ts';
import type { QuestionPort, SettingsPort } from '#core/access/ports.ts';
import { api } from '../http.ts';

export type Deps = SettingsPort & Pick<QuestionPort, 'readCatalogue'>;

export const createHandler = (deps: Deps) =>
  api({
    'GET /api/console': async () => {
      const [{ settings }, catalogue] = await Promise.all([deps.readSettings(), deps.readCatalogue()]);
      const languages = catalogue.map(({ language }) => language);
      return { status: 200, body: describeConsoles(settings, languages) };
    },
  });
