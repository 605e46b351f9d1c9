import { type IncomingMessage, request as send, type ServerResponse } from 'node:http';

/**
 * Hands a request to the endpoint of the region for which it is signed, as a name of AWS's would lead there. A region that is
 * gone is a dead network: the connection breaks, and no service answers.
 */
export function forward(endpoint: string, message: IncomingMessage, response: ServerResponse): void {
  const { hostname, port } = new URL(endpoint);
  const onward = send(
    { hostname, port, method: message.method, path: message.url, headers: message.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    },
  );
  onward.on('error', () => message.socket.destroy());
  response.on('close', () => onward.destroy());
  message.on('error', () => onward.destroy());
  message.pipe(onward);
}
