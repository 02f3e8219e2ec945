/** The frame around every page: the console's name, language, theme and help. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '#core/languages.ts';
import { ANNOUNCER } from '../browser/announce.ts';
import { logoAddress } from '../browser/brand.ts';
import { currentTheme, rememberTheme, type Theme } from '../browser/preferences.ts';
import type { Consoles } from '../http/api-types.ts';
import { currentLanguage, LANGUAGE_NAMES } from '../i18n/language.ts';
import { t } from '../texts/index.ts';
import { Contact } from './contact.tsx';
import { Mark } from './icons.tsx';

export type FrameProps = {
  console: string;
  organisation: string;
  logo: Consoles['logo'];
  helpDesk: string;
  home: string;
  onLanguage: (language: Language) => void;
  /** Shown beside language and theme: who is logged on, and the logoff button. */
  account?: ComponentChildren;
  /** The menu, above the page or (in a wide window, where `side`) beside it. */
  menu?: ComponentChildren;
  side?: boolean;
  /** Asks the user before the session ends. */
  watch?: ComponentChildren;
  width?: 'narrow' | 'wide';
  children: ComponentChildren;
};

function Chooser<T extends string>({
  label,
  value,
  options,
  onValue,
}: {
  label: string;
  value: T;
  /** `lang`: of the name, where it is not that of the page. */
  options: readonly (readonly [value: T, name: string, lang?: string])[];
  onValue: (value: T) => void;
}) {
  return (
    <select
      class="button small"
      aria-label={label}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value as T)}
    >
      {options.map(([option, name, lang]) => (
        <option key={option} value={option} selected={option === value} lang={lang}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Shown while the device knows that it is offline; each failed request says so as well. */
function Offline() {
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return (
    <div role="status" class="offline">
      {offline ? t('app.offline') : ''}
    </div>
  );
}

export function Frame({ children, menu, side, width, ...props }: FrameProps) {
  const [theme, setTheme] = useState<Theme>(currentTheme());
  // Before the logon the choice of language is in the header, afterwards in the footer.
  const language = (
    <Chooser
      label={t('app.language')}
      value={currentLanguage()}
      options={(Object.entries(LANGUAGE_NAMES) as [Language, string][]).map(([one, name]) => [one, name, one])}
      onValue={props.onLanguage}
    />
  );
  const content = (
    <main id="content" class={width ? `main ${width}` : 'main'} tabIndex={-1}>
      {children}
    </main>
  );
  return (
    <div class="frame">
      <header class="bar">
        {/* Not a link: the fragment names the present page and must stay. */}
        <button type="button" class="button skip" onClick={() => document.getElementById('content')?.focus()}>
          {t('app.skip')}
        </button>
        <a class="brand" href={props.home}>
          {props.logo ? (
            <img
              class="logo"
              src={logoAddress(props.logo.version)}
              width={props.logo.width}
              height={props.logo.height}
              alt={props.organisation}
            />
          ) : (
            <Mark />
          )}
          <span class="wrap">
            {!props.logo && props.organisation}
            <span class="console-name">{props.console}</span>
          </span>
        </a>
        {props.account ?? language}
      </header>
      {side && menu ? (
        <div class="with-side">
          {menu}
          {content}
        </div>
      ) : (
        <div>
          {menu}
          {content}
        </div>
      )}
      <div id={ANNOUNCER} role="status" class="unseen" />
      <Offline />
      {props.watch}
      <footer class="foot">
        <p>{props.helpDesk !== '' && <Contact text={t('app.help', { helpDesk: props.helpDesk })} />}</p>
        <div class="row">
          {props.account && language}
          <Chooser
            label={t('app.theme')}
            value={theme}
            options={(['system', 'light', 'dark'] as const).map((one) => [one, t(`app.theme.${one}`)])}
            onValue={(chosen) => {
              rememberTheme(chosen);
              setTheme(chosen);
            }}
          />
        </div>
      </footer>
    </div>
  );
}
