/** Completion in fish (its documentation, "complete - edit command-specific tab-completions"). */
import type { Flag, Place } from './words.ts';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function flagLine(at: string, { names, says, value }: Flag): string {
  const spelt = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const takes = value === undefined ? '' : value === 'file' ? ' -r -F' : ' -x';
  const words = typeof value === 'object' ? ` -a ${quoted(value.join(' '))}` : '';
  return `complete -c landfall -n ${at} ${spelt.join(' ')}${takes}${words} -d ${quoted(says)}`;
}

function linesOf({ path, commands, flags, values }: Place): string[] {
  const at = quoted(`_landfall_at ${path}`.trim());
  const words = values.flatMap((value) => (typeof value === 'object' ? value : []));
  return [
    ...commands.map(({ name, says }) => `complete -c landfall -n ${at} -a ${name} -d ${quoted(says)}`),
    ...flags.map((flag) => flagLine(at, flag)),
    ...(words.length > 0 ? [`complete -c landfall -n ${at} -a ${quoted(words.join(' '))}`] : []),
    ...(values.includes('file') ? [`complete -c landfall -n ${at} -F`] : []),
  ];
}

export function fish(places: readonly Place[]): string {
  const known = places.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  return `# Completion of landfall in fish. Made by: landfall completion fish
function _landfall_at
    set -l path
    for word in (commandline -opc)[2..]
        if contains -- (string trim -- "$path $word") ${known.join(' ')}
            set -a path $word
        end
    end
    test "$path" = "$argv"
end
complete -c landfall -f
${places.flatMap(linesOf).join('\n')}
`;
}
