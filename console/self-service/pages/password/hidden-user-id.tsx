/** The user ID that the password below belongs to: password managers read it, people and screen readers do not. */
export function HiddenUserId({ userId }: { userId: string }) {
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
