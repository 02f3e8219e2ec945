/** Starts a console: loads language, theme and the logged-on user, then shows its pages. */
import { type ComponentType, render } from 'preact';
import { useErrorBoundary, useState } from 'preact/hooks';
import type { Language } from '#core/languages.ts';
import { catchFocus } from './browser/focus.ts';
import {
  applyTheme,
  currentTheme,
  type Loaders,
  loadLanguage,
  preferredLanguage,
  rememberLanguage,
} from './browser/preferences.ts';
import { currentLanguage } from './i18n/language.ts';
import { useVisit, type Visit, type WhoPath } from './state/visit.ts';
import { t } from './texts/index.ts';
import { Button } from './ui/button.tsx';
import { Alert, ErrorAlert, Waiting } from './ui/feedback.tsx';

type Options = { loaders: Loaders; who: WhoPath; App: ComponentType<{ visit: Visit }> };

type BrokenProps = { onAgain: () => void; children: preact.ComponentChildren };

function Broken({ onAgain, children }: BrokenProps) {
  return (
    <main class="main narrow">
      <div class="stack">
        {children}
        <Button onClick={onAgain}>{t('app.again')}</Button>
      </div>
    </main>
  );
}

/** Whether a script that a page loads on demand is missing, as after an update of the site. */
const isMissingFile = (error: unknown) => error instanceof TypeError && /import|module|fetch/iu.test(error.message);

function Root({ loaders, who, App }: Options) {
  const [, setShown] = useState<Language>(currentLanguage());
  const [fault] = useErrorBoundary((error) => console.error(error));
  const { state, retry, refresh, leave } = useVisit(who);

  async function show(language: Language) {
    await loadLanguage(language, loaders);
    setShown(language);
  }
  if (fault !== undefined)
    return (
      <Broken onAgain={() => location.reload()}>
        <Alert tone="bad">{t(isMissingFile(fault) ? 'app.new-version' : 'error.unknown')}</Alert>
      </Broken>
    );
  if (state.error !== undefined)
    return (
      <Broken onAgain={retry}>
        <ErrorAlert error={state.error} />
      </Broken>
    );
  if (!state.consoles) return <Waiting />;
  const { consoles, me, ended } = state;
  const setLanguage = (language: Language) => {
    rememberLanguage(language);
    void show(language);
  };
  return <App visit={{ consoles, me, ended, refresh, leave, setLanguage }} />;
}

/** Renders the console into its page. */
export async function start(options: Options): Promise<void> {
  applyTheme(currentTheme());
  try {
    await loadLanguage(preferredLanguage(), options.loaders);
  } catch {
    // The texts themselves could not be loaded, so the message is written here, in English.
    document.body.textContent = 'This page could not be loaded. Check your connection, then load it again.';
    return;
  }
  catchFocus();
  render(<Root {...options} />, document.getElementById('console')!);
}
