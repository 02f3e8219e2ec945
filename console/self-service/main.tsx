import { start } from '../shared/start.tsx';
import { SelfService } from './app.tsx';

document.body.dataset['console'] = 'Self-Service Console';
void start({
  App: SelfService,
  who: 'me',
  loaders: {
    en: async () => (await import('./texts/en.ts')).texts,
    de: async () => (await import('./texts/de.ts')).texts,
    fr: async () => (await import('./texts/fr.ts')).texts,
  },
});
