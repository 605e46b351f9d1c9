import type { PlannedHttpRoute } from '../template/planned';

export interface MatchedRoute {
  readonly route: PlannedHttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const segmentsOf = (path: string): readonly string[] => path.replace(/^\//, '').split('/');

/**
 * The route of a request: the most specific of those that match. A full match goes before one with a variable, that before a
 * greedy one, and `$default` is last; a method of its own goes before ANY.
 * Source: API Gateway Developer Guide, "Create routes for HTTP APIs".
 */
export function matchRoute(
  routes: readonly PlannedHttpRoute[],
  method: string,
  rawPath: string,
): MatchedRoute | undefined {
  let best: (MatchedRoute & { readonly rank: readonly number[] }) | undefined;
  for (const route of routes) {
    if (route.method !== 'ANY' && route.method !== method) continue;
    const found = route.path === '$default' ? { pathParameters: {}, rank: [9] } : matchPath(route.path, rawPath);
    if (found === undefined) continue;
    const rank = [...found.rank, route.method === 'ANY' ? 1 : 0];
    if (best === undefined || before(rank, best.rank)) best = { route, pathParameters: found.pathParameters, rank };
  }
  return best && { route: best.route, pathParameters: best.pathParameters };
}

/** Segment by segment: 0 of a word, 1 of a variable, 2 of a greedy one. */
function matchPath(path: string, rawPath: string) {
  const wanted = segmentsOf(path);
  const given = segmentsOf(rawPath);
  const pathParameters: Record<string, string> = {};
  const rank: number[] = [];
  for (const [at, segment] of wanted.entries()) {
    const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(segment) ?? [];
    const value = given[at];
    if (name !== undefined && greedy) {
      if (value === undefined) return undefined;
      pathParameters[name] = decoded(given.slice(at).join('/'));
      return { pathParameters, rank: [...rank, 2] };
    }
    if (value === undefined || (name === undefined ? value !== segment : value === '')) return undefined;
    if (name !== undefined) pathParameters[name] = decoded(value);
    rank.push(name === undefined ? 0 : 1);
  }
  return given.length === wanted.length ? { pathParameters, rank } : undefined;
}

function before(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((rank, index) => rank !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
