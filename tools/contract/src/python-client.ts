import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Client } from './case';
import type { Target } from './js-client';

type Reply = { readonly id: number } & (Answer | { readonly impossible: string });

/**
 * boto3, in a process of its own.
 * @param python the interpreter of an environment that has `boto3/requirements.txt`
 * @param folder the suite's folder
 */
export function createPythonClient({ region, endpoint }: Target, python: string, folder: string): Client {
  const args = [join(folder, 'boto3/client.py'), '--region', region];
  const child = spawn(python, endpoint === undefined ? args : [...args, '--endpoint', endpoint], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map<number, { resolve(reply: Reply): void; reject(error: Error): void }>();
  let gone: Error | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (why: string) => {
      gone ??= new Error(why);
      for (const { reject } of waiting.values()) reject(gone);
      waiting.clear();
      resolve();
    };
    child.once('error', (error) => end(`${python} can't be run: ${error.message}`));
    child.once('close', (code, signal) => end(`${python} ended with ${signal ?? code}.`));
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const reply = JSON.parse(line) as Reply;
    waiting.get(reply.id)?.resolve(reply);
    waiting.delete(reply.id);
  });
  let calls = 0;
  return {
    name: 'boto3',
    async call(operation, input, by) {
      if (gone) throw gone;
      const id = (calls += 1);
      const reply = await new Promise<Reply>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.stdin.write(`${JSON.stringify({ id, operation, input, by })}\n`);
      });
      if ('impossible' in reply) throw new Error(`${operation} through boto3: ${reply.impossible}`);
      return reply;
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
