/** Completion in bash (its manual, "Programmable Completion") and zsh (its manual, "Completion System"). */
import type { Place, Value } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const key = (path: string, word: string | number): string => quoted(`${path}:${word}`);

const offer = (value: Value): string => {
  if (value === 'file') return '_landfall_files';
  return value === 'text' ? 'return' : `_landfall_words ${quoted(value.join(' '))}`;
};

/** Branches of a `case`, those with the same deed in one. */
function branches(cases: readonly (readonly [pattern: string, deed: string])[], indent: string): string {
  const byDeed = new Map<string, string[]>();
  for (const [pattern, deed] of cases) byDeed.set(deed, [...(byDeed.get(deed) ?? []), pattern]);
  return [...byDeed].map(([deed, patterns]) => `${indent}${patterns.join('|')}) ${deed} ;;`).join('\n');
}

/** What walks through the words before the cursor, and offers what may come next: bash and zsh read it alike. */
function walk(places: readonly Place[]): string {
  const commands = places.flatMap(({ path, commands: all }) => all.map(({ name }) => key(path, name)));
  const valued = places.flatMap(({ path, flags }) =>
    flags.flatMap(({ names, value }) => (value ? names.map((name) => [key(path, name), offer(value)] as const) : [])),
  );
  const offered = places.map(({ path, commands: all, flags }) => {
    const names = [...all.map(({ name }) => name), ...flags.flatMap((flag) => flag.names)];
    return [quoted(path), `offered=${quoted(names.join(' '))}`] as const;
  });
  const values = places.flatMap(({ path, values: all }) =>
    all.map((value, index) => [key(path, index), offer(value)] as const),
  );
  return `_landfall_takes() {
  case "$1" in
    ${valued.map(([pattern]) => pattern).join('|')}) return 0 ;;
  esac
  return 1
}
_landfall_walk() {
  local cur="$1" place='' last='' at=0 word offered=''
  shift
  for word in "$@"; do
    if [ -n "$last" ]; then
      [ "$word" = = ] || last=''
      continue
    fi
    case "$place:$word" in
      ${commands.join('|')}) place="\${place:+$place }$word"; at=0; continue ;;
    esac
    if _landfall_takes "$place:$word"; then last="$word"
    else
      case "$word" in
        -*) ;;
        *) at=$((at + 1)) ;;
      esac
    fi
  done
  [ "$cur" = = ] && cur=''
  if [ -n "$last" ]; then
    case "$place:$last" in
${branches(valued, '      ')}
    esac
    return
  fi
  case "$place" in
${branches(offered, '    ')}
  esac
  case "$cur" in
    -*) _landfall_words "$offered"; return ;;
  esac
  case "$place:$at" in
${branches(values, '    ')}
    *) _landfall_words "$offered" ;;
  esac
}`;
}

export const bash = (
  places: readonly Place[],
): string => `# Completion of landfall in bash. Made by: landfall completion bash
_landfall_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_landfall_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$cur"))
  # Of use only while bash completes.
  compopt -o filenames 2>/dev/null
}
${walk(places)}
_landfall() {
  COMPREPLY=()
  _landfall_walk "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
}
complete -F _landfall landfall
`;

export const zsh = (places: readonly Place[]): string => `#compdef landfall
# Completion of landfall in zsh. Made by: landfall completion zsh
_landfall_words() { compadd -- \${=1}; }
_landfall_files() { _files; }
${walk(places)}
_landfall() {
  _landfall_walk "$words[CURRENT]" "\${(@)words[2,CURRENT-1]}"
}
if [ "$funcstack[1]" = _landfall ]; then _landfall "$@"; else compdef _landfall landfall; fi
`;
