/** The outcome of removing answers, in words. */
import { t } from '../../texts/index.ts';
import type { Losses } from './losses.ts';

export function saidOf(what: 'questions.imported' | 'questions.dropped', { answers, spared }: Losses): string {
  const removed = t(what, { count: answers });
  return spared > 0 ? `${removed} ${t('questions.spared', { count: spared })}` : removed;
}
