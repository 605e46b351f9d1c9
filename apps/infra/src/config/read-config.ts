import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { checkConfig } from './check-config';
import { environments } from './environments';
import {
  type CostAnomalyMonitor,
  type PipelineConfig,
  billingModes,
  environmentNames,
  lambdaRuntimes,
  writers,
} from './pipeline-config';

/** Reads one value of the CDK context (`-c key=value`, `context` in cdk.json); undefined where it isn't given. */
export type ContextReader = (key: string) => unknown;

function oneOf<A extends string>(key: string, value: unknown, allowed: readonly A[], fallback: A): Either<string, A> {
  if (value === undefined) return right(fallback);
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return right(found);
  return left(`There is no ${key} "${String(value)}": use ${allowed.map((one) => `-c ${key}=${one}`).join(' or ')}.`);
}

/** As texts, which are checked with everything else; one without the other is a mistake, too. */
function domainOf(context: ContextReader): Pick<PipelineConfig['failover'], 'domain'> {
  const [name, hostedZoneId] = [context('domain'), context('hostedZoneId')];
  if (name === undefined && hostedZoneId === undefined) return {};
  return { domain: { name: String(name ?? ''), hostedZoneId: String(hostedZoneId ?? '') } };
}

/**
 * The configuration of the environment that the context names (`environment`, default prod), with the context's
 * `lambdaRuntime`, `reservedConcurrency`, `billing`, `protect`, `tracing`, `writer`, `bucketSuffix`, `domain` with `hostedZoneId`,
 * `costAnomalyMonitor`, `faultInjection` and `faultMinutes` over it.
 * @returns on the left one sentence per mistake, each saying what is wrong and what to do
 */
export function readConfig(context: ContextReader): Either<readonly string[], PipelineConfig> {
  const environment = oneOf('environment', context('environment'), environmentNames, 'prod');
  if (isLeft(environment)) return left([environment.left]);
  const base = environments[environment.right];

  const runtime = oneOf('lambdaRuntime', context('lambdaRuntime'), lambdaRuntimes, base.processing.lambdaRuntime);
  const billing = oneOf('billing', context('billing'), billingModes, base.storage.billing);
  // The command line gives text, cdk.json gives booleans.
  const onOff = (key: string, fallback: boolean) =>
    oneOf(key, context(key)?.toString(), ['true', 'false'], fallback ? 'true' : 'false');
  const writer = oneOf('writer', context('writer'), writers, base.processing.writer);
  const protect = onOff('protect', base.protect);
  const tracing = onOff('tracing', base.processing.tracing);
  const faults = onOff('faultInjection', base.faultInjection.enabled);
  // A number or a mistake, which is found below with everything else.
  const reserved = context('reservedConcurrency') ?? base.processing.reservedConcurrency;
  const wrong = [runtime, billing, protect, tracing, writer, faults].flatMap((choice) =>
    isLeft(choice) ? [choice.left] : [],
  );
  if (isLeft(runtime) || isLeft(billing) || isLeft(protect) || isLeft(tracing)) return left(wrong);
  if (isLeft(writer) || isLeft(faults)) return left(wrong);

  const config: PipelineConfig = {
    ...base,
    protect: protect.right === 'true',
    storage: {
      ...base.storage,
      billing: billing.right,
      bucketSuffix: String(context('bucketSuffix') ?? base.storage.bucketSuffix),
    },
    processing: {
      ...base.processing,
      lambdaRuntime: runtime.right,
      reservedConcurrency: reserved === 'none' ? 'none' : Number(reserved),
      tracing: tracing.right === 'true',
      writer: writer.right,
    },
    failover: { ...base.failover, ...domainOf(context) },
    governance: {
      ...base.governance,
      // As a text, which is checked below with everything else.
      costAnomalyMonitor: String(
        context('costAnomalyMonitor') ?? base.governance.costAnomalyMonitor,
      ) as CostAnomalyMonitor,
    },
    faultInjection: {
      enabled: faults.right === 'true',
      // A number or a mistake, as above.
      minutes: Number(context('faultMinutes') ?? base.faultInjection.minutes),
    },
  };
  const mistakes = checkConfig(config);
  return mistakes.length > 0 ? left(mistakes) : right(config);
}
