/** What ends the deployment, in a sentence that says what to do. The one place where errors of the operating system become words. */

type SystemError = NodeJS.ErrnoException & { readonly port?: number };
type Kind = {
  readonly codes: readonly string[];
  /** Of an engine, which has its own words for it. */
  readonly message?: RegExp;
  readonly sentence: (error: SystemError, data: string) => string;
};

const RESTORE = 'Restore a backup: npm start -- --restore FILE --replace';
const KINDS: readonly Kind[] = [
  {
    codes: ['ENOSPC', 'EDQUOT'],
    message: /ENOSPC|no space left|disk is full|quota exceeded/iu,
    sentence: (_error, data) =>
      `the disk that holds ${data} is full. Free some space and start again; what was kept before is whole.`,
  },
  {
    codes: ['EROFS'],
    message: /EROFS|readonly database|read-only file system/iu,
    sentence: ({ path }, data) =>
      `${path ?? data} can't be written: its disk is read-only. Mount it for writing, or use another folder`,
  },
  {
    codes: ['ENOENT'],
    sentence: ({ path, message }) => (path === undefined ? message : `there is no ${path}`),
  },
  {
    codes: ['EACCES', 'EPERM'],
    message: /unable to open database file/iu,
    sentence: ({ path = '' }, data) =>
      path === '' || path.startsWith(data)
        ? `${path || data} may not be written by you. Use another folder: --data DIR`
        : `${path} may not be used by you`,
  },
  {
    codes: ['EMFILE', 'ENFILE'],
    message: /too many open files/iu,
    sentence: () =>
      'no more files can be opened. Allow this process more (ulimit -n 4096, or LimitNOFILE= of systemd) and start again.',
  },
  {
    codes: ['EADDRINUSE'],
    sentence: ({ port }) =>
      `port ${port ?? ''} was taken by another program just now. Start again: another port is chosen, or end that program.`,
  },
  {
    codes: ['EADDRNOTAVAIL', 'ENOBUFS'],
    message: /no available ports found/iu,
    sentence: () =>
      'this machine has no port left to listen on. End programs that hold many connections, and start again.',
  },
  {
    codes: ['ENOMEM', 'ERR_WORKER_OUT_OF_MEMORY', 'ERR_MEMORY_ALLOCATION_FAILED'],
    message: /out of memory/iu,
    sentence: () => 'the memory of this machine, or of this process, is used up. Give it more, and start again.',
  },
  {
    codes: ['EIO'],
    message: /disk I\/O error/iu,
    sentence: (_error, data) => `the disk that holds ${data} fails: it can't be read or written. ${RESTORE}`,
  },
  {
    codes: [],
    message: /disk image is malformed|file is not a database/iu,
    sentence: (_error, data) => `a database in ${data} is damaged. ${RESTORE}`,
  },
];

/** The error and what caused it, the outermost first. */
function* causes(error: unknown): Generator<Error> {
  for (let one = error; one instanceof Error; one = one.cause) {
    yield one;
    if (one instanceof AggregateError) for (const inner of one.errors) yield* causes(inner);
  }
}

/** @param data the folder of the deployment's files */
export function explain(error: unknown, data: string): string {
  for (const one of causes(error)) {
    const { code = '', message } = one as SystemError;
    const kind = KINDS.find(({ codes, message: words }) => codes.includes(code) || words?.test(message));
    if (kind) return kind.sentence(one, data);
  }
  return error instanceof Error ? error.message : String(error);
}
