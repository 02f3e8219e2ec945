/** Chooses a file. The browser's own file field has words in the browser's language; this button has the reader's. */
export function FileButton({
  label,
  accept,
  kind,
  describedBy,
  onFile,
}: {
  label: string;
  accept: string;
  kind?: 'primary';
  describedBy?: string;
  onFile: (file: File) => void;
}) {
  return (
    <label class={kind ? `button file ${kind}` : 'button file'}>
      {label}
      <input
        type="file"
        class="unseen"
        accept={accept}
        aria-describedby={describedBy}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onFile(file);
          // Allows the same file to be chosen again after it was corrected.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
