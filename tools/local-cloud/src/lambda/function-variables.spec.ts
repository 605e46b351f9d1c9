import type { PlannedFunction } from '../template/planned';
import { accessKeyOf, functionVariables } from './function-variables';

const definition = {
  name: 'asked',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:asked',
  runtime: 'nodejs24.x',
  memoryMiB: 512,
  handler: 'index.handler',
  codeDirectory: '/code',
  logGroup: '/aws/lambda/asked',
  environment: { TABLE_NAME: 'table', NODE_OPTIONS: '--enable-source-maps' },
} as unknown as PlannedFunction;
const place = {
  region: 'us-west-2',
  endpoint: 'http://127.0.0.1:4601',
  runtimeApi: '127.0.0.1:9',
  logStream: 'stream',
};

describe('the variables of a function', () => {
  it('are those of its template, and those that Lambda sets', () => {
    expect(functionVariables(definition, place)).toMatchObject({
      TABLE_NAME: 'table',
      NODE_OPTIONS: '--enable-source-maps',
      AWS_REGION: 'us-west-2',
      AWS_DEFAULT_REGION: 'us-west-2',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4601',
      AWS_LAMBDA_FUNCTION_NAME: 'asked',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/asked',
      AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9',
      LAMBDA_TASK_ROOT: '/code',
      _HANDLER: 'index.handler',
      TZ: 'UTC',
    });
  });

  it('are none of whoever runs the cloud: a secret of the laptop is not found here, nor in Lambda', () => {
    process.env['SECRET_OF_THE_LAPTOP'] = 'x';
    try {
      const variables = functionVariables(definition, place);
      expect(variables).not.toHaveProperty('SECRET_OF_THE_LAPTOP');
      expect(Object.keys(variables)).not.toContain('HOME');
    } finally {
      delete process.env['SECRET_OF_THE_LAPTOP'];
    }
  });

  it('can not be those of Lambda’s own in a template', () => {
    const named = { ...definition, environment: { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'mine' } };
    expect(functionVariables(named, place)).toMatchObject({
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: accessKeyOf(definition),
    });
  });

  it('have an access key of the function’s own, the same at each boot', () => {
    const other = { arn: `${definition.arn}-other` };
    expect(accessKeyOf(definition)).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(accessKeyOf(definition)).toBe(accessKeyOf({ arn: definition.arn }));
    expect(accessKeyOf(other)).not.toBe(accessKeyOf(definition));
  });
});
