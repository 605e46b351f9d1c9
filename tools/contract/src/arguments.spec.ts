import { UsageError } from '@pipeline/command-line';
import { parseArguments } from './arguments';

describe('arguments', () => {
  it('are the local cloud, the JavaScript SDK and all services by default', () => {
    expect(parseArguments([], {})).toEqual({
      client: 'js',
      python: 'python3',
      restart: false,
      services: new Set(['dynamodb', 'lambda', 's3', 'secretsmanager', 'sns', 'sqs', 'sts']),
      write: false,
      json: false,
    });
  });

  it('take what the environment says, unless they say otherwise', () => {
    const environment = { CONTRACT_ENDPOINT: 'aws', CONTRACT_PYTHON: '/venv/python' };
    expect(parseArguments([], environment)).toMatchObject({ endpoint: 'aws', python: '/venv/python' });
    const typed = ['--endpoint', 'http://127.0.0.1:5000', '--client', 'boto3', '--services', 's3,sqs'];
    expect(parseArguments(typed, environment)).toMatchObject({
      endpoint: 'http://127.0.0.1:5000',
      client: 'boto3',
      services: new Set(['s3', 'sqs']),
    });
  });

  it.each([
    [['--client', 'rust'], '--client takes js, boto3, not "rust".'],
    [['--services', 's3,ec2'], 'there is no ec2.'],
    [['--restart', '--endpoint', 'aws'], '--restart is for the local cloud'],
    [['--write'], '--write goes with --differences NAME.'],
    [['--nonsense'], '--help lists the options.'],
  ])('%j make no sense', (args, message) => {
    expect(() => parseArguments(args, {})).toThrow(UsageError);
    expect(() => parseArguments(args, {})).toThrow(message);
  });
});
