import type { PlannedHttpRoute } from '../template/planned';
import { matchRoute } from './match-route';

const target = { functionName: 'f', functionArn: 'arn:f', timeoutMs: 1_000 };
const routes = ['$default', 'ANY /{proxy+}', 'GET /files/{id}', 'GET /files/latest', 'ANY /files/latest', 'GET /'].map(
  (key): PlannedHttpRoute => {
    const [method = '', path = ''] = key === '$default' ? ['ANY', key] : key.split(' ');
    return { key, method, path, authorization: 'NONE', target };
  },
);
const keyOf = (method: string, path: string, among = routes) => matchRoute(among, method, path)?.route.key;

describe('the route of a request', () => {
  it.each([
    ['GET', '/files/latest', 'GET /files/latest'],
    ['PUT', '/files/latest', 'ANY /files/latest'],
    ['GET', '/files/7', 'GET /files/{id}'],
    ['PUT', '/files/7', 'ANY /{proxy+}'],
    ['GET', '/files/7/rows', 'ANY /{proxy+}'],
    ['GET', '/files/', 'ANY /{proxy+}'],
    ['GET', '/', 'GET /'],
  ])('of %s %s is %s, in whichever order the routes are', (method, path, key) => {
    expect(keyOf(method, path)).toBe(key);
    expect(keyOf(method, path, routes.toReversed())).toBe(key);
  });

  it('is the default one where no other matches, and none where there is no default', () => {
    const [fallback, , byId] = routes;
    expect(
      keyOf(
        'GET',
        '/elsewhere',
        [fallback, byId].flatMap((route) => route ?? []),
      ),
    ).toBe('$default');
    expect(keyOf('GET', '/elsewhere', byId && [byId])).toBeUndefined();
  });

  it('has the decoded values of its variables, and a greedy one the rest of the path', () => {
    expect(matchRoute(routes, 'GET', '/files/a%20b')?.pathParameters).toEqual({ id: 'a b' });
    expect(matchRoute(routes, 'PUT', '/a/b%2Fc/d')?.pathParameters).toEqual({ proxy: 'a/b/c/d' });
    expect(matchRoute(routes, 'GET', '/files/%ff')?.pathParameters).toEqual({ id: '%ff' });
  });
});
