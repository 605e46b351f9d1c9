import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { PipelineConfig } from '../config/pipeline-config';
import { type ContextReader, readConfig } from '../config/read-config';

export interface DeliveryConfig {
  readonly pipeline: PipelineConfig;
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** An account has one provider of GitHub's tokens: the first environment's stack makes it, others find it. */
  readonly provider: 'new' | 'existing';
  readonly qualifier: string;
}

/** The qualifier of `cdk bootstrap`, unless another is given to it. */
const DEFAULT_QUALIFIER = 'hnb659fds';

/** No `*` and no `:`: the repository stands in the condition under which GitHub's jobs may deploy. */
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/;

/**
 * What the context says of the delivery: `repository`, and `oidcProvider`, `qualifier`, `environment`, `bucketSuffix`.
 * @returns on the left one sentence per mistake
 */
export function readDelivery(context: ContextReader): Either<readonly string[], DeliveryConfig> {
  const pipeline = readConfig(context);
  const repository = String(context('repository') ?? '');
  const provider = String(context('oidcProvider') ?? 'new');
  const qualifier = String(context('qualifier') ?? DEFAULT_QUALIFIER);
  const mistakes = [
    ...(isLeft(pipeline) ? pipeline.left : []),
    ...(REPOSITORY.test(repository)
      ? []
      : [`repository is "${repository}": say whose workflows may deploy, such as -c repository=acme/pipeline.`]),
    ...(provider === 'new' || provider === 'existing'
      ? []
      : [`There is no oidcProvider "${provider}": use -c oidcProvider=new or -c oidcProvider=existing.`]),
    ...(/^[A-Za-z0-9_-]{1,10}$/.test(qualifier)
      ? []
      : [`qualifier is "${qualifier}": it has 1 to 10 letters, digits, _ or -, as given to cdk bootstrap.`]),
  ];
  if (isLeft(pipeline) || mistakes.length > 0) return left(mistakes);
  return right({
    pipeline: pipeline.right,
    repository,
    provider: provider === 'existing' ? 'existing' : 'new',
    qualifier,
  });
}
