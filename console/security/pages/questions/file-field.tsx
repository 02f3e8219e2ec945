/** Reads a file from the administrator's device; choosing it sends nothing. */
import { useId } from 'preact/hooks';
import { t } from '../../texts/index.ts';
import { decodeXml, MAX_BYTES } from './xml-file.ts';

type FileFieldProps = { label: string; onText: (text: string) => void; onFault: (fault: string) => void };

export function FileField({ label, onText, onFault }: FileFieldProps) {
  const id = useId();
  async function read(file: File | undefined) {
    if (!file) return;
    // A file in UTF-16 is up to twice as large as its request.
    if (file.size > 2 * MAX_BYTES) return onFault(t('questions.too-large', { kilobytes: MAX_BYTES / 1000 }));
    try {
      onText(decodeXml(new Uint8Array(await file.arrayBuffer())));
    } catch {
      onFault(t('questions.encoding'));
    }
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        type="file"
        accept=".xml,text/xml,application/xml"
        onChange={(event) => void read(event.currentTarget.files?.[0])}
      />
    </div>
  );
}
