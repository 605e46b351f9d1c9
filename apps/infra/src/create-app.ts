import { App, Tags } from 'aws-cdk-lib';
import { isLeft, isRight } from 'fp-ts/Either';
import { notificationRules } from '@pipeline/record-schema';
import { type Bundles, checkBundles } from './bundles';
import { featureFlags } from './config/feature-flags';
import { type NotificationRule, checkNotificationRules } from './config/notification-rules';
import type { PipelineConfig } from './config/pipeline-config';
import { type ContextReader, readConfig } from './config/read-config';
import { FaultInjectionStack } from './fault-injection/fault-injection-stack';
import { TapStack } from './tap-stack';

export interface PipelineAppProps {
  readonly code: Bundles;
  /** As `-c key=value`: `environment`, `lambdaRuntime`, `reservedConcurrency`, `billing`, `protect`, `tracing`, `writer`, `bucketSuffix`, `costAnomalyMonitor`, `faultInjection`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Where the cloud assembly goes; by default where the CDK's command line says. */
  readonly outdir?: string;
}

function checkedConfig(context: ContextReader, rules: readonly NotificationRule[]): PipelineConfig {
  const config = readConfig(context);
  const mistakes = [...(isLeft(config) ? config.left : []), ...checkNotificationRules(rules)];
  if (isRight(config) && mistakes.length === 0) return config.right;
  throw new Error(
    `The pipeline's configuration is wrong:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}\n` +
      'Knobs are in apps/infra/src/config/environments.ts, datasets in libs/record-schema/src/datasets.',
  );
}

/**
 * The app: a stack per region, the standby after the primary, whose stack owns the replicas of both; and one with outages
 * on purpose beside each, where the context asks for it.
 * @throws Error with every mistake of the configuration, or naming the bundle that isn't built
 */
export function createApp({ code, context, outdir }: PipelineAppProps): App {
  checkBundles(code);
  const app = new App({
    analyticsReporting: false,
    context: { ...featureFlags },
    postCliContext: { ...context },
    ...(outdir === undefined ? {} : { outdir }),
  });

  const rules = notificationRules();
  const config = checkedConfig((key) => app.node.tryGetContext(key), rules);

  const primary = new TapStack(app, { config, region: config.primaryRegion, rules, code });
  const standby = new TapStack(app, { config, region: config.standbyRegion, rules, code });
  standby.addStackDependency(primary, 'its replica of the table is made by the stack of the primary region');
  if (config.faultInjection.enabled) {
    for (const pipeline of [primary, standby]) {
      const faults = new FaultInjectionStack(app, { config, region: pipeline.region });
      faults.addStackDependency(pipeline, 'its experiments stop at alarms of the pipeline');
    }
  }

  const tags = { ...config.tags, environment: config.environment };
  for (const [key, value] of Object.entries(tags)) Tags.of(app).add(key, value);
  return app;
}
