/**
 * Whether a pattern of IAM matches the whole text: `*` stands for any number of characters, `?` for one.
 * Linear in practice and never exponential: on a mismatch only the last `*` takes one character more.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const character = pattern[inPattern];
    if (character === '*') {
      star = inPattern;
      inPattern += 1;
      starAt = at;
    } else if (character === '?' || character === text[at]) {
      inPattern += 1;
      at += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      starAt += 1;
      at = starAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

/** ARNs are compared part by part, at most six of them: a wildcard doesn't reach over a colon before the last part. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = arnParts(pattern);
  const parts = arnParts(arn);
  if (patterns.length !== parts.length) return pattern === '*';
  return patterns.every((part, index) => matchesWildcard(part, parts[index] ?? ''));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
