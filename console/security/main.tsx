import { start } from '../shared/start.tsx';
import { SecurityConsole } from './app.tsx';

document.body.dataset['console'] = 'Security Console';
void start({
  App: SecurityConsole,
  who: 'admin/session',
  loaders: {
    en: async () => (await import('./texts/en.ts')).texts,
    de: async () => (await import('./texts/de.ts')).texts,
    fr: async () => (await import('./texts/fr.ts')).texts,
  },
});
