/** The fields of a part of the settings. */
import type { Settings as Answer } from '../../../shared/http/api-types.ts';
import type { Visit } from '../../../shared/state/visit.ts';
import { Facts } from '../../../shared/ui/page.tsx';
import type { Draft } from '../../state/draft.ts';
import { t } from '../../texts/index.ts';
import { SettingField } from './field.tsx';
import { type Faults, shownValue } from './labels.ts';
import type { Part } from './pages.ts';
import type { Values } from './values.ts';

export type PartProps = {
  part: Part;
  draft: Draft<Values>;
  faults: Faults;
  answer: Answer;
  visit: Visit;
  writes: boolean;
};

/** The fields of a part, each where the address can name it. */
export function Fields({ part, draft, faults, writes, but = [] }: PartProps & { but?: readonly string[] }) {
  const fields = part.fields.filter((path) => !but.includes(path));
  if (!writes)
    return <Facts of={fields.map((path) => [t(`settings.field.${path}`), shownValue(path, draft.values[path])])} />;
  return (
    <>
      {fields.map((path) => (
        <div key={path} data-at={path}>
          <SettingField
            path={path}
            value={draft.values[path]}
            error={faults[path]}
            onValue={(value) => draft.put(path, value)}
          />
        </div>
      ))}
    </>
  );
}
