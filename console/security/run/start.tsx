/** Starts a run of a package, from any page. */
import { DUPLICATE_POLICIES, type DuplicatePolicy } from '#core/duplicate-policy.ts';
import { go, hrefOf } from '../../shared/browser/route.ts';
import { post } from '../../shared/http/api.ts';
import type { NewRun, RunStarted } from '../../shared/http/api-types.ts';
import { useSubmit } from '../../shared/state/resource.ts';
import { t } from '../texts/index.ts';
import { Radios } from '../ui/radios.tsx';

export function PolicyChoice({
  value,
  onValue,
}: {
  value: DuplicatePolicy;
  onValue: (policy: DuplicatePolicy) => void;
}) {
  return (
    <Radios
      legend={t('migration.policy.legend')}
      options={DUPLICATE_POLICIES.map((policy) => ({
        value: policy,
        label: t(`migration.policy.${policy}`),
        hint: t(`migration.policy.${policy}.text`),
      }))}
      value={value}
      onValue={onValue}
    />
  );
}

/** Starts a run and opens its page. @param onStarted called with its id, before the page is opened */
export function useStart(onStarted?: (id: string) => void) {
  return useSubmit(async (wanted: NewRun) => {
    const { id } = await post<RunStarted>('admin/runs', wanted);
    onStarted?.(id);
    go(hrefOf(['runs', id]));
  });
}

/** Starts the next attempt of a run, or another run about it, and opens its page. @param path of the API, without `/api/` */
export function useFollow(onStarted?: () => void) {
  return useSubmit(async (path: string, body?: unknown) => {
    const { id } = await post<RunStarted>(path, body);
    onStarted?.();
    go(hrefOf(['runs', id]));
  });
}
