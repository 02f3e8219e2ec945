/** Completion in PowerShell (its documentation, "Register-ArgumentCompleter", -Native). */
import type { Place } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const list = (names: readonly string[]): string => `@(${names.map(quoted).join(', ')})`;

function placeLine({ path, commands, flags }: Place): string {
  const words = [...commands.map(({ name }) => name), ...flags.flatMap(({ names }) => names)];
  return `  ${quoted(path)} = ${list(words)}`;
}

function choiceLines({ path, flags }: Place): string[] {
  return flags.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : names.map((name) => `  ${quoted(`${path}:${name}`)} = ${list(typeof value === 'object' ? value : [])}`),
  );
}

/** Where an option takes a file or a text, nothing is offered: PowerShell then completes names of files by itself. */
export const powershell = (
  places: readonly Place[],
): string => `# Completion of landfall in PowerShell. Made by: landfall completion powershell
$LandfallWords = @{
${places.map(placeLine).join('\n')}
}
$LandfallValues = @{
${places.flatMap(choiceLines).join('\n')}
}
Register-ArgumentCompleter -Native -CommandName landfall -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $path = ''
  $last = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = $element.Extent.Text
    $next = "$path $word".Trim()
    if ($last -ne '') { $last = '' }
    elseif ($LandfallWords.ContainsKey($next)) { $path = $next }
    elseif ($LandfallValues.ContainsKey("\${path}:$word")) { $last = $word }
  }
  $words = if ($last -ne '') { $LandfallValues["\${path}:$last"] } else { $LandfallWords[$path] }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
