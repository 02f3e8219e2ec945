/** The patterns of IAM: `*` stands for any characters, `?` for one (AWS: IAM JSON policy elements, Resource and Action). */
export type Matcher = (text: string) => boolean;

/** An ARN has six parts; colons in the last one belong to it. */
const ARN_PARTS = 6;

const expression = (pattern: string, flags: string): RegExp => {
  const parts = pattern.replaceAll(/[.+^$()|[\]{}\\]/gu, String.raw`\$&`);
  return new RegExp(`^${parts.replaceAll('*', '.*').replaceAll('?', '.')}$`, `${flags}s`);
};

/** Letters count as they are. */
export function like(pattern: string): Matcher {
  if (pattern === '*') return () => true;
  if (!/[*?]/u.test(pattern)) return (text) => text === pattern;
  const compiled = expression(pattern, 'u');
  return (text) => compiled.test(text);
}

/** "dynamodb:Get*": capital letters and small ones are the same. @throws Error where it is no action */
export function actionPattern(pattern: string): Matcher {
  if (pattern !== '*' && !/^[a-z0-9-]+:[\w*?]+$/iu.test(pattern)) throw new Error(`${pattern} is no action.`);
  const compiled = expression(pattern, 'iu');
  return (action) => compiled.test(action);
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

/** An ARN, each of whose parts may be a pattern; or `*`. @throws Error where it is neither, or holds a policy variable */
export function arnPattern(pattern: string): Matcher {
  if (pattern === '*') return () => true;
  if (pattern.includes('${')) throw new Error(`${pattern} has a policy variable, which is not supported.`);
  if (!pattern.startsWith('arn:') || pattern.split(':').length < ARN_PARTS)
    throw new Error(`${pattern} is no ARN with six parts.`);
  if (!/[*?]/u.test(pattern)) return (arn) => arn === pattern;
  const parts = partsOf(pattern).map(like);
  return (arn) => {
    const given = partsOf(arn);
    return parts.every((matches, index) => matches(given[index] ?? ''));
  };
}
