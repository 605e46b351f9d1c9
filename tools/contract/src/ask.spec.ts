import { asker, until } from './ask';
import type { Answer } from './case';

const clientWith = (answer: Answer) => ({
  name: 'js',
  call: () => Promise.resolve(answer),
  close: () => Promise.resolve(),
});

it('gives what was answered', async () => {
  expect(await asker(clientWith({ out: { TopicArn: 'arn' } }))('sns.CreateTopic', {})).toEqual({ TopicArn: 'arn' });
});

it('ends on a fault, naming the call', async () => {
  const refused = asker(clientWith({ fault: { code: 'AccessDenied', message: 'no', status: 403 } }));
  await expect(refused('sns.CreateTopic', {})).rejects.toThrow('sns.CreateTopic: AccessDenied: no');
});

it('waits until it holds', async () => {
  let tries = 0;
  await until(() => Promise.resolve(++tries === 2));
  expect(tries).toBe(2);
});
