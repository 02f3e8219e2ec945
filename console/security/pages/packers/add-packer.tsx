/** The form to trust a packer: a name, and the public key that verifies its signatures. */
import { useState } from 'preact/hooks';
import { isRefusal } from '../../../shared/http/api.ts';
import type { NewPacker } from '../../../shared/http/api-types.ts';
import { describeError } from '../../../shared/http/describe-error.ts';
import { useTypedText } from '../../../shared/state/kept.ts';
import { useSubmit } from '../../../shared/state/resource.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { TextArea, TextField } from '../../../shared/ui/field.tsx';
import { FileButton } from '../../../shared/ui/file-button.tsx';
import { Form } from '../../../shared/ui/form.tsx';
import { Section } from '../../../shared/ui/page.tsx';
import { t } from '../../texts/index.ts';
import { faultOfKey } from './key-text.ts';

const MAX_FILE_BYTES = 100_000;

export function AddPacker({ add }: { add: (packer: NewPacker) => Promise<void> }) {
  const [name, setName] = useTypedText('packer’s name');
  const [key, setKey] = useTypedText('packer’s key');
  const [unreadable, setUnreadable] = useState(false);
  const { busy, error, submit, clear } = useSubmit(async () => {
    await add({ name: name.trim(), publicKey: key.trim() });
    setName('');
    setKey('');
  });
  const fault = faultOfKey(key);
  const atKey = isRefusal(error, 'packers.key_invalid', 'packers.exists');
  const wrong = fault
    ? t(`packers.key.${fault}`)
    : unreadable
      ? t('packers.key.unreadable')
      : atKey
        ? describeError(error)
        : undefined;

  async function read(file: File) {
    try {
      setUnreadable(file.size > MAX_FILE_BYTES);
      if (file.size <= MAX_FILE_BYTES) setKey(await file.text());
      clear();
    } catch {
      setUnreadable(true);
    }
  }

  return (
    <Section title={t('packers.add')}>
      <p>{t('packers.add.text')}</p>
      <Form error={atKey ? undefined : error} onSubmit={() => void (fault || submit())}>
        <TextField
          label={t('packers.name')}
          hint={t('packers.name.hint')}
          value={name}
          maxLength={100}
          required
          onValue={setName}
        />
        <TextArea
          label={t('packers.key')}
          hint={t('packers.key.hint')}
          value={key}
          required
          rows={5}
          error={wrong}
          onValue={(text) => {
            setKey(text);
            setUnreadable(false);
            if (error !== undefined) clear();
          }}
        />
        <div>
          <FileButton label={t('packers.file')} accept=".pem,.pub,.txt" onFile={(file) => void read(file)} />
        </div>
        <div class="row">
          <Button kind="primary" type="submit" busy={busy}>
            {t('packers.add.do')}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
