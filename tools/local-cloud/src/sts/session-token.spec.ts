import { checkSessionToken, sessionToken } from './session-token';

const END = 1_700_000_000_000;

it('lets pass until the end, and no token of functions is refused', () => {
  expect(() => checkSessionToken(sessionToken(END), 's3', END - 1)).not.toThrow();
  for (const token of ['local', '', undefined]) expect(() => checkSessionToken(token, 's3', END)).not.toThrow();
});

it.each([
  ['s3', 'ExpiredToken'],
  ['dynamodb', 'ExpiredTokenException'],
])('is refused by %s from the end on', (service, code) => {
  expect(() => checkSessionToken(sessionToken(END), service, END)).toThrow(expect.objectContaining({ code }));
});
