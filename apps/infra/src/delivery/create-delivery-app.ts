import { App, Tags } from 'aws-cdk-lib';
import { isLeft } from 'fp-ts/Either';
import { featureFlags } from '../config/feature-flags';
import { DeliveryStack } from './delivery-stack';
import { readDelivery } from './read-delivery';

/**
 * An app of its own, so that deploying the pipeline never touches who may deploy it.
 * @throws Error with every mistake of the context
 */
export function createDeliveryApp(context: Readonly<Record<string, string>> = {}, outdir?: string): App {
  const app = new App({
    analyticsReporting: false,
    context: { ...featureFlags },
    postCliContext: { ...context },
    ...(outdir === undefined ? {} : { outdir }),
  });
  const config = readDelivery((key) => app.node.tryGetContext(key));
  if (isLeft(config)) {
    throw new Error(`The delivery's settings are wrong:\n${config.left.map((mistake) => `  - ${mistake}`).join('\n')}`);
  }
  new DeliveryStack(app, config.right);
  const { tags, environment } = config.right.pipeline;
  for (const [key, value] of Object.entries({ ...tags, environment })) Tags.of(app).add(key, value);
  return app;
}
