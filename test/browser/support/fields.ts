/** Finds fields that a phone would correct or help with in the wrong way; runs inside the page. */

/** @returns what is wrong with the attributes that the browser sees, whatever a component meant to set */
export function fieldFaults(): string[] {
  const wanted = { autocorrect: 'off', autocapitalize: 'none', spellcheck: 'false' };
  const faults: string[] = [];
  for (const field of document.querySelectorAll('input')) {
    const purpose = field.getAttribute('autocomplete') ?? '';
    const exact =
      field.type === 'password' || field.matches('.code') || /username|one-time-code|password/u.test(purpose);
    if (!exact || field.getAttribute('aria-hidden') === 'true') continue;
    for (const [name, value] of Object.entries(wanted))
      if (field.getAttribute(name) !== value)
        faults.push(`${field.name || field.id}: ${name} is "${field.getAttribute(name)}", not "${value}"`);
  }
  return faults;
}
