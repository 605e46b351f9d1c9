import type { AwsParts } from '@pipeline/processor';
import type { WriteInput } from './simulated-table';
import { fromJson } from './wire';

type Wire = AwsParts['clients']['wire'];
type Send = (operation: string, input: WriteInput, options: { readonly requestTimeout: number }) => Promise<unknown>;

/** DynamoDB's JSON over the simulated network: the seam below the function's lean writer, as `send` is below the SDK's. */
export const simulatedWire = (send: Send): Wire => ({
  async send(operation, body, options) {
    try {
      await send(operation.replace(/Item$/, ''), inputOf(body), options);
      return { status: 200, body: '{}' };
    } catch (error) {
      const { name, message, Item, $metadata } = error as Refusal;
      // What never reached the service: a connection that broke, a time-out.
      if ($metadata?.httpStatusCode === undefined) throw error;
      const said = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...(Item ? { Item } : {}) };
      return { status: $metadata.httpStatusCode, body: JSON.stringify(said) };
    }
  },
});

interface Refusal extends Error {
  readonly Item?: object;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function inputOf(body: string): WriteInput {
  const { Item, Key, ExpressionAttributeValues, ...rest } = JSON.parse(body) as WriteInput;
  return {
    ...rest,
    ...(Item ? { Item: fromJson(Item) } : {}),
    ...(Key ? { Key: fromJson(Key) } : {}),
    ...(ExpressionAttributeValues ? { ExpressionAttributeValues: fromJson(ExpressionAttributeValues) } : {}),
  };
}
