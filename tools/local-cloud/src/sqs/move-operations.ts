import { sqsFault } from './fault';
import { optionalInteger, optionalText, requiredText } from './input';
import type { MoveTask } from './move-task';
import { type Operation, type Output, queueByArn, type SqsContext } from './operation';
import type { Queue } from './queue';

const MOST_TASKS_LISTED = 10;
const FASTEST = 500;

export const startMessageMoveTask: Operation = {
  members: ['SourceArn', 'DestinationArn', 'MaxNumberOfMessagesPerSecond'],
  async run(context, input, request) {
    const sourceArn = requiredText(input, 'SourceArn');
    const destinationArn = optionalText(input, 'DestinationArn');
    const messagesPerSecond = optionalInteger(input, 'MaxNumberOfMessagesPerSecond', 1, FASTEST);
    // What the caller's role needs, by the developer guide's "Configure dead-letter queue redrive permissions".
    for (const action of ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      request.authorize(`sqs:${action}`, sourceArn);
    }
    if (destinationArn !== undefined) request.authorize('sqs:SendMessage', destinationArn);
    existing(context, sourceArn, 'SourceArn');
    if (destinationArn !== undefined) existing(context, destinationArn, 'DestinationArn');
    if (destinationArn === sourceArn) {
      throw sqsFault(
        'InvalidParameterValueException',
        'Source queue arn and destination queue arn cannot be the same.',
      );
    }
    const isDeadLetterQueue = [...context.queues.values()].some(
      ({ configuration }) => configuration.redrive?.deadLetterArn === sourceArn,
    );
    if (!isDeadLetterQueue) {
      throw sqsFault('InvalidParameterValueException', 'Source queue must be configured as a Dead Letter Queue.');
    }
    if (context.moveTasks.runningFrom(sourceArn)) {
      throw sqsFault(
        'UnsupportedOperation',
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task = await context.moveTasks.start({
      sourceArn,
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
    });
    return { TaskHandle: writeTaskHandle(task) };
  },
};

export const listMessageMoveTasks: Operation = {
  members: ['SourceArn', 'MaxResults'],
  async run(context, input, request) {
    const sourceArn = requiredText(input, 'SourceArn');
    request.authorize('sqs:ListMessageMoveTasks', sourceArn);
    existing(context, sourceArn, 'SourceArn');
    const most = optionalInteger(input, 'MaxResults', 1, MOST_TASKS_LISTED) ?? 1;
    const tasks = await context.moveTasks.list(sourceArn, most);
    return { Results: tasks.map(shownTask) };
  },
};

export const cancelMessageMoveTask: Operation = {
  members: ['TaskHandle'],
  async run(context, input, request) {
    const { id, sourceArn } = readTaskHandle(requiredText(input, 'TaskHandle'));
    request.authorize('sqs:CancelMessageMoveTask', sourceArn);
    const task = await context.moveTasks.cancel(id);
    if (task === undefined) throw sqsFault('ResourceNotFoundException', 'Task does not exist, or is not running.');
    return { ApproximateNumberOfMessagesMoved: task.moved };
  },
};

function existing(context: SqsContext, arn: string, parameter: string): Queue {
  const queue = queueByArn(context, arn);
  if (queue !== undefined) return queue;
  throw sqsFault(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

const shownTask = (task: MoveTask): Output => ({
  // Only what is running can be cancelled, so that only it has a handle.
  ...(task.status === 'RUNNING' ? { TaskHandle: writeTaskHandle(task) } : {}),
  Status: task.status,
  SourceArn: task.sourceArn,
  DestinationArn: task.destinationArn,
  MaxNumberOfMessagesPerSecond: task.messagesPerSecond,
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  FailureReason: task.failureReason,
  StartedTimestamp: task.startedAt,
});

const writeTaskHandle = ({ id, sourceArn }: MoveTask): string =>
  Buffer.from(JSON.stringify({ taskId: id, sourceArn })).toString('base64');

function readTaskHandle(handle: string): { id: string; sourceArn: string } {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(handle, 'base64').toString()) as Record<string, unknown>;
    if (typeof taskId === 'string' && typeof sourceArn === 'string') return { id: taskId, sourceArn };
  } catch {
    // Refused below, like any other text that is no handle.
  }
  throw sqsFault('InvalidParameterValueException', `Value for parameter TaskHandle is invalid.`);
}
