/** `#/cut-over`: from the old deployment to this one, token by token, until the old one may be shut down. */
import { go, hrefOf } from '../../../shared/browser/route.ts';
import type { PageProps } from '../../../shared/state/page-props.ts';
import { Empty, Loaded } from '../../../shared/ui/feedback.tsx';
import { SelectField } from '../../../shared/ui/field.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { useSources } from '../../run/read.ts';
import { t } from '../../texts/index.ts';
import { Tabs, Toolbar } from '../../ui/layout.tsx';
import { Checklist } from './checklist.tsx';
import { TokensInUse } from './tokens.tsx';

const TABS = ['tokens', 'close-down'] as const;

export function CutOverPage({ route }: PageProps) {
  const sources = useSources();
  const [, tab = 'tokens'] = route.path;
  const hrefs = (one: string, source = route.values['source']) =>
    hrefOf(one === 'tokens' ? ['cut-over'] : ['cut-over', one], { source });
  return (
    <Page
      title={t('cut-over.title')}
      lead={t('cut-over.lead')}
      tabs={
        <Tabs
          label={t('cut-over.title')}
          items={TABS.map((one) => ({ href: hrefs(one), label: t(`cut-over.tab.${one}`), current: one === tab }))}
        />
      }
    >
      <Loaded from={sources}>
        {({ sources: known }) => {
          const names = known.map(({ name }) => name);
          const source = names.find((name) => name === route.values['source']) ?? names[0];
          if (source === undefined)
            return (
              <Empty>
                <p>{t('sources.none')}</p>
              </Empty>
            );
          return (
            <>
              {names.length > 1 && (
                <Toolbar label={t('cut-over.source')}>
                  <SelectField
                    label={t('cut-over.source')}
                    value={source}
                    options={names.map((name) => [name, name])}
                    onValue={(name) => go(hrefs(tab, name), { replace: true })}
                  />
                </Toolbar>
              )}
              {tab === 'close-down' ? (
                <Checklist key={source} source={source} />
              ) : (
                <TokensInUse key={source} source={source} />
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
