/**
 * The graph of imports, by files and by folders, for the tests of the layout (test/contract/*layers.test.ts). Types count as values do:
 * a file that needs another's types can't be understood, or moved, without it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Each node with the nodes that it points to. A node without an entry points to none. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export type Import = {
  /** The project's own files by their path from the root (`core/text.ts`), packages by name. */
  readonly name: string;
  /** `import type`, `export type`: gone when the program runs. */
  readonly typeOnly: boolean;
};

const slashes = (path: string) => path.split(sep).join('/');

const ROOT = process.cwd();

/** The sources of a folder and of all below it, by their paths from the root. @param tests whether their tests count too */
export function sourcesOf(folder: string, tests = false): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && (tests || !/\.test\.tsx?$/u.test(entry.name)))
    .map((entry) => slashes(relative(ROOT, join(entry.parentPath, entry.name))))
    .sort();
}

const IMPORT =
  /^(?:import|export)\s+(type\b)?[\w$\s,{}*]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gmu;

/** What the text of a file imports, once each name, in the order of the text; `file` is its path from the root. */
export function importsIn(text: string, file: string): Import[] {
  const found = new Map<string, Import>();
  for (const [, type, from, bare, dynamic] of text.matchAll(IMPORT)) {
    const written = (from ?? bare ?? dynamic)!;
    const own = written.startsWith('.') ? slashes(relative('/', resolve('/', dirname(file), written))) : undefined;
    const name = own ?? written.replace(/^#/u, '');
    const typeOnly = type !== undefined && (found.get(name)?.typeOnly ?? true);
    found.set(name, { name, typeOnly });
  }
  return [...found.values()];
}

/** What a file imports. */
function importsOf(file: string): Import[] {
  return importsIn(readFileSync(join(ROOT, file), 'utf8'), file);
}

/** The files of these folders, each with those of them that it imports. @param tests whether their tests count too */
export function fileGraph(folders: readonly string[], tests = false): Graph {
  const files = new Set(folders.flatMap((folder) => sourcesOf(folder, tests)));
  return new Map(
    [...files].map((file) => [
      file,
      importsOf(file)
        .map(({ name }) => name)
        .filter((name) => files.has(name)),
    ]),
  );
}

/** Joins all nodes with the same `groupOf` into one node, without its edges to itself. */
function groupGraph(graph: Graph, groupOf: (node: string) => string): Graph {
  const groups = new Map<string, Set<string>>();
  for (const [from, targets] of graph) {
    const group = groups.get(groupOf(from)) ?? new Set();
    groups.set(groupOf(from), group);
    for (const to of targets) if (groupOf(to) !== groupOf(from)) group.add(groupOf(to));
  }
  return new Map([...groups].map(([group, targets]) => [group, [...targets].sort()]));
}

/** The folders that hold files, each with those that it imports: `core/mail` and `core/mail/texts` are two. */
export function folderGraph(graph: Graph): Graph {
  return groupGraph(graph, (file) => dirname(file));
}

/**
 * The graph of the files and folders side by side in `folder`, each folder with all that is below it. It can have a circle where
 * `folderGraph` has none: a imports b, and b imports a/deep.
 */
export function siblingGraph(graph: Graph, folder: string): Graph {
  const below = new Map([...graph].filter(([file]) => file.startsWith(`${folder}/`)));
  const inside = new Map([...below].map(([file, targets]) => [file, targets.filter((target) => below.has(target))]));
  return groupGraph(inside, (file) => `${folder}/${file.slice(folder.length + 1).split('/')[0]}`);
}

/** The shortest way from a node back to itself, without its end; nothing where no way leads back. */
function shortestCircle(graph: Graph, start: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const circle = [node];
        while (circle[0] !== start) circle.unshift(before.get(circle[0]!)!);
        return circle;
      }
      if (before.has(next)) continue;
      before.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}

/**
 * The circles of a graph: for each node that lies on one, the shortest, written `a -> b -> a` from its first node in the order of the
 * alphabet; each once. None means that the graph is a DAG.
 */
export function circlesOf(graph: Graph): string[] {
  const circles = [...graph.keys()].flatMap((node) => {
    const circle = shortestCircle(graph, node);
    if (!circle) return [];
    const first = circle.indexOf([...circle].sort()[0]!);
    const turned = [...circle.slice(first), ...circle.slice(0, first)];
    return [[...turned, turned[0]!].join(' -> ')];
  });
  return [...new Set(circles)].sort();
}

/** The edges that a table of allowed imports leaves out, written `from -> to`; a folder may import itself. */
export function forbiddenEdges(folders: Graph, allowed: Readonly<Record<string, readonly string[]>>): string[] {
  return [...folders].flatMap(([from, targets]) =>
    targets.filter((to) => !allowed[from]?.includes(to)).map((to) => `${from} -> ${to}`),
  );
}
