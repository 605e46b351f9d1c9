import middy, { type MiddlewareObj } from '@middy/core';
import type { Context, SecretsManagerRotationEvent } from 'aws-lambda';
import type { RotationPorts } from './ports';
import { rotate } from './rotate';

export type RotationHandler = (event: SecretsManagerRotationEvent, context: Context) => Promise<void>;

/** Rotates the pipeline's secret, a step for each call. */
export const createHandler = (ports: RotationPorts, ...middlewares: readonly MiddlewareObj[]): RotationHandler =>
  middy<SecretsManagerRotationEvent, unknown, Error, Context>()
    .use([...middlewares])
    .handler((event) => rotate(event, ports)) as unknown as RotationHandler;
