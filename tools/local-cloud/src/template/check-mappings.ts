import { CannotRun } from './cannot-run';
import type { Plan } from './planned';

/**
 * Refuses a mapping that Lambda would refuse to create: of a function or a queue that isn't there, or of a queue that
 * shows a message again while the function still has it.
 * @throws CannotRun
 */
export function checkMappings({
  functions,
  queues,
  eventSourceMappings,
}: Pick<Plan, 'functions' | 'queues' | 'eventSourceMappings'>): void {
  for (const { queueArn, functionName } of eventSourceMappings) {
    const definition = functions.find(({ name }) => name === functionName);
    if (!definition) {
      throw new CannotRun(
        `The mapping of ${queueArn} feeds ${functionName}, which is in no template. Add the function.`,
      );
    }
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
