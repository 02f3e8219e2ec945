/** Shows that work is under way; words beside it say what. */
export const Spinner = () => <span class="spin" aria-hidden="true" />;
