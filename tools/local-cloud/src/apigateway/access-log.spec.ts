import { accessLine } from './access-log';

const values = {
  status: 200,
  routeKey: 'GET /files/{id}',
  'identity.userAgent': 'a "b"\nc',
  error: undefined,
  empty: '',
};

describe('a line of an access log', () => {
  it('has the values that its format names, and a dash where there is none', () => {
    const format =
      '{"status":$context.status,"route":"$context.routeKey","error":"$context.error","x":"$context.nothing"}';
    expect(accessLine(format, values)).toBe('{"status":200,"route":"GET /files/{id}","error":"-","x":"-"}');
    expect(accessLine('$context.empty', values)).toBe('-');
  });

  it('in a format of JSON is JSON, whatever a caller sends', () => {
    const line = accessLine('{"agent":"$context.identity.userAgent"}', values);
    expect(JSON.parse(line)).toEqual({ agent: 'a "b"\nc' });
    expect(line).not.toContain('\n');
  });

  it('leaves alone what is no variable', () => {
    expect(accessLine('$context. $status 100% $context.status.', values)).toBe('$context. $status 100% 200.');
  });
});
