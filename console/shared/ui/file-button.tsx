/** Chooses a file. The browser's own file field speaks the browser's language: here a button stands for it, in the reader's. */
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
          // The same file can be chosen again, once it was mended.
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
