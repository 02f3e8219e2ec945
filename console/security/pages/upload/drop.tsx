/** The area where an administrator drops a package; the button in it chooses one by keyboard or touch. */
import { useId, useState } from 'preact/hooks';
import { Alert } from '../../../shared/ui/feedback.tsx';
import { FileButton } from '../../../shared/ui/file-button.tsx';
import { t } from '../../texts/index.ts';
import { type FileFault, faultOf } from './package-file.ts';

export function Drop({ onFile }: { onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [fault, setFault] = useState<{ name: string; fault: FileFault | 'several' }>();

  async function take(file: File) {
    const found = await faultOf(file);
    setFault(found && { name: file.name, fault: found });
    if (!found) onFile(file);
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file, other] = event.dataTransfer?.files ?? [];
    if (file && other) setFault({ name: file.name, fault: 'several' });
    else if (file) void take(file);
  }

  return (
    <div class="stack">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to do what the button does by keyboard. */}
      <div
        class={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <strong>{t('upload.drop')}</strong>
        <span class="soft" id={id}>
          {t('upload.drop.hint')}
        </span>
        <FileButton
          kind="primary"
          label={t('upload.choose')}
          accept=".zip,application/zip"
          describedBy={id}
          onFile={(file) => void take(file)}
        />
      </div>
      {fault && <Alert tone="bad">{t(`upload.fault.${fault.fault}`, { name: fault.name })}</Alert>}
    </div>
  );
}
