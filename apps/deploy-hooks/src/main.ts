import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { putAnswer } from './custom-resource/put-answer';
import { awsSecrets } from './rotation/aws-secrets';
import { createHandler as createRotation } from './rotation/handler';

import { ec2SecurityGroups } from './security-group/default-rules';
import { createHandler as createSecurityGroup } from './security-group/handler';
import { describeReplica } from './stream/describe-replica';
import { createHandler as createStream } from './stream/handler';

const logger = new Logger();
const log = {
  info: (message: string, fields: object) => logger.info(message, { ...fields }),
  error: (message: string, fields: object) => logger.error(message, { ...fields }),
};
const clock = { now: () => Date.now(), sleep: async (milliseconds: number) => void (await sleep(milliseconds)) };
/** Lambda says where the function runs. */
const region = process.env['AWS_REGION'] ?? '';

export const rotateSecret = createRotation(
  {
    secrets: awsSecrets(new SecretsManagerClient({ region })),
    clock,
    // 384 bits, as 64 characters.
    drawKey: () => randomBytes(48).toString('base64url'),
    log,
  },
  injectLambdaContext(logger),
);

export const findStream = createStream(
  { replica: describeReplica(new DynamoDBClient({ region })), region, clock, put: putAnswer, log },
  injectLambdaContext(logger),
);

export const closeDefaultGroup = createSecurityGroup(
  { groups: ec2SecurityGroups(new EC2Client({ region })), clock, put: putAnswer, log },
  injectLambdaContext(logger),
);
