import { CannotRun } from './cannot-run';
import type { Plan, PlannedFunction } from './planned';

/**
 * Refuses a mapping that Lambda would refuse to create: of a function, a queue or a stream that isn't there, or of a queue that
 * shows a message again while the function still has it. Refuses a rule whose target is in no template, too.
 * @throws CannotRun
 */
export function checkMappings(
  plan: Pick<
    Plan,
    'buckets' | 'functions' | 'queues' | 'tables' | 'eventSourceMappings' | 'streamMappings' | 'rules' | 'httpApis'
  >,
): void {
  checkQueueMappings(plan);
  checkStreamMappings(plan);
  for (const { name, routes } of plan.httpApis) {
    const gone = routes.find(({ target }) => !plan.functions.some((each) => each.name === target.functionName));
    if (!gone) continue;
    throw new CannotRun(
      `The API ${name} answers ${gone.key} by ${gone.target.functionName}, which is in no template. Add the function.`,
    );
  }
  for (const { name, targets } of plan.rules) {
    const gone = targets.find(({ functionName }) => !plan.functions.some((each) => each.name === functionName));
    if (!gone) continue;
    throw new CannotRun(`The rule ${name} fires ${gone.functionName}, which is in no template. Add the function.`);
  }
}

function fedFunction({ functions }: Pick<Plan, 'functions'>, functionName: string, source: string): PlannedFunction {
  const definition = functions.find(({ name }) => name === functionName);
  if (definition) return definition;
  throw new CannotRun(`The mapping of ${source} feeds ${functionName}, which is in no template. Add the function.`);
}

function checkStreamMappings(plan: Pick<Plan, 'buckets' | 'functions' | 'queues' | 'tables' | 'streamMappings'>): void {
  for (const { streamArn, functionName, onFailureArn } of plan.streamMappings) {
    fedFunction(plan, functionName, streamArn);
    if (!plan.tables.some((table) => table.streamArn === streamArn)) {
      throw new CannotRun(
        `The mapping of ${functionName} polls ${streamArn}, which no table of the region has. Give the table a stream ` +
          'and this region a replica, and take the ARN from GetAtt StreamArn.',
      );
    }
    if (onFailureArn !== undefined && ![...plan.buckets, ...plan.queues].some(({ arn }) => arn === onFailureArn)) {
      throw new CannotRun(
        `The mapping of ${functionName} keeps discarded records in ${onFailureArn}, which is no bucket or queue of the ` +
          'templates. Add it.',
      );
    }
  }
}

function checkQueueMappings(plan: Pick<Plan, 'functions' | 'queues' | 'eventSourceMappings'>): void {
  const { queues, eventSourceMappings } = plan;
  for (const { queueArn, functionName } of eventSourceMappings) {
    const definition = fedFunction(plan, functionName, queueArn);
    const queue = queues.find(({ arn }) => arn === queueArn);
    if (!queue) {
      throw new CannotRun(`The mapping of ${functionName} polls ${queueArn}, which is in no template. Add the queue.`);
    }
    if (queue.visibilityTimeoutSeconds < definition.timeoutSeconds) {
      throw new CannotRun(
        `Queue visibility timeout: ${queue.visibilityTimeoutSeconds} seconds is less than Function timeout: ` +
          `${definition.timeoutSeconds} seconds (${queue.name}, ${functionName}). Raise it; AWS recommends six times the timeout.`,
      );
    }
  }
}
