/** Whose password is typed below: for password managers, unseen by everybody else. */
export function Whose({ userId }: { userId: string }) {
  return (
    <input
      class="unseen"
      type="text"
      name="username"
      autocomplete="username"
      value={userId}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
