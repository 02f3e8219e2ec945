import type { PageProps } from '../../../shared/state/page-props.ts';
import { FindTokens } from './find.tsx';
import { TokenPage } from './token.tsx';

/** `#/tokens` finds, `#/tokens/000123456789` shows. */
export function TokensPage({ route, visit }: PageProps) {
  const [, serial] = route.path;
  return serial === undefined ? <FindTokens visit={visit} /> : <TokenPage serial={serial} visit={visit} />;
}
