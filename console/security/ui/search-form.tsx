/** A search field and its button. */
import { Button } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Form } from '../../shared/ui/form.tsx';
import { t } from '../texts/index.ts';

type SearchFormProps = {
  name: string;
  label: string;
  hint: string;
  text: string;
  onText: (text: string) => void;
  busy: boolean;
  autofocus: boolean;
  onSearch: () => void;
};

export function SearchForm({ name, label, hint, text, onText, busy, autofocus, onSearch }: SearchFormProps) {
  return (
    <search>
      <Form name={name} onSubmit={onSearch}>
        <TextField
          label={label}
          hint={hint}
          type="search"
          name="find"
          autocomplete="off"
          maxLength={255}
          exact
          autofocus={autofocus}
          value={text}
          onValue={onText}
          after={
            <Button type="submit" kind="primary" busy={busy}>
              {t('ui.search')}
            </Button>
          }
        />
      </Form>
    </search>
  );
}
