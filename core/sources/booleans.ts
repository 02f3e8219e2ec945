/** Yes and no as directories, PowerShell and spreadsheets in other languages write them. */

const TRUE = new Set(
  'true yes y 1 -1 enabled active activated on wahr ja vrai oui actif verdadero verdadeiro sí si sim vero sì waar sann sant sand tosi doğru evet pravda ano prawda tak igaz igen adevărat истина да'.split(
    ' ',
  ),
);
const FALSE = new Set(
  'false no n 0 disabled inactive deactivated deleted off falsch nein faux non inactif falso não nee onwaar usann falskt falsk nej nei epätosi yanlış yanliş hayır nepravda ne fałsz nie hamis nem fals nu ложь нет'.split(
    ' ',
  ),
);

/** Letter case does not count. Undefined where the text is neither. */
export function readBoolean(text: string): boolean | undefined {
  const folded = text.trim().normalize('NFC').toLowerCase();
  if (TRUE.has(folded)) return true;
  return FALSE.has(folded) ? false : undefined;
}
