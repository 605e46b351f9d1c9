import { randomUUID } from 'node:crypto';
import { queryFault } from '../http/query-fault';
import { readBody } from '../http/read-body';
import { NotEmulated, type Service, ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import { document, element } from '../http/xml';
import type { PlannedTopic } from '../template/planned';
import type { Notification } from './notification';

export interface SnsService extends Service {
  /** Oldest first, the last of them. */
  notifications(): readonly Notification[];
  /**
   * A message that a service of AWS publishes in its own name; whether it may is the caller's to ask.
   * @throws Error when there is no such topic
   */
  publish(topicArn: string, content: Pick<Notification, 'message' | 'publisher'> & { readonly subject?: string }): void;
}

export interface SnsOptions {
  readonly topics: readonly PlannedTopic[];
  readonly clock: { now(): number };
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
/** SNS takes 256 KiB; a form escapes every byte to three at most. */
const LARGEST_REQUEST = 3 * 256 * 1024;
const LARGEST_MESSAGE = 256 * 1024;
const KEPT = 1_000;

/** Amazon SNS: topics that keep what they are told for whoever looks at /_local/notifications. */
export function createSnsService({ topics, clock }: SnsOptions): SnsService {
  const kept: Notification[] = [];
  const keep = (notification: Omit<Notification, 'messageId' | 'at'>): string => {
    const messageId = randomUUID();
    kept.push({ ...notification, messageId, at: new Date(clock.now()).toISOString() });
    if (kept.length > KEPT) kept.shift();
    return messageId;
  };
  const topicAt = (arn: string | null) => topics.find((topic) => topic.arn === arn);

  const publish = (form: URLSearchParams, request: ServiceRequest): string => {
    const topicArn = form.get('TopicArn');
    if (topicArn === null) throw new ServiceFault('InvalidParameter', 400, 'Invalid parameter: TopicArn');
    const elements = topicArn.split(':').length;
    if (elements < 6) {
      const reason = `An ARN must have at least 6 elements, not ${elements}`;
      throw new ServiceFault('InvalidParameter', 400, `Invalid parameter: TopicArn Reason: ${reason}`);
    }
    request.authorize('sns:Publish', topicArn);
    if (!topicAt(topicArn)) throw new ServiceFault('NotFound', 404, 'Topic does not exist');
    const message = form.get('Message') ?? '';
    if (message === '') throw new ServiceFault('InvalidParameter', 400, 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > LARGEST_MESSAGE) {
      throw new ServiceFault('InvalidParameter', 400, 'Invalid parameter: Message too long');
    }
    const subject = form.get('Subject');
    if (subject !== null && (subject.length > 100 || /[\n\r]/.test(subject))) {
      throw new ServiceFault('InvalidParameter', 400, 'Invalid parameter: Subject');
    }
    return keep({
      topicArn,
      message,
      ...(subject === null ? {} : { subject }),
      attributes: attributesIn(form),
      publisher: request.principal.kind === 'role' ? request.principal.roleName : 'operator',
    });
  };

  return {
    scope: 'sns',
    async handle(request) {
      const form = new URLSearchParams((await readBody(request.body, LARGEST_REQUEST)).toString());
      const action = form.get('Action');
      if (action !== 'Publish') throw new NotEmulated('SNS', action ?? 'a request without Action');
      return answer('Publish', publish(form, request), request.requestId);
    },
    fault: (fault, { requestId }) => {
      // SNS has its own word for it.
      const code = fault.code === 'AccessDenied' ? 'AuthorizationError' : fault.code;
      return queryFault(fault, code, requestId, NAMESPACE);
    },
    notifications: () => kept,
    publish(topicArn, content) {
      if (!topicAt(topicArn)) throw new Error(`There is no topic ${topicArn}.`);
      keep({ topicArn, attributes: {}, ...content });
    },
  };
}

const answer = (action: string, messageId: string, requestId: string): ServiceResponse => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: document(
    `${action}Response`,
    [
      element(`${action}Result`, [element('MessageId', messageId)]),
      element('ResponseMetadata', [element('RequestId', requestId)]),
    ],
    NAMESPACE,
  ),
});

/** `MessageAttributes.entry.1.Name` and `….Value.StringValue`. */
function attributesIn(form: URLSearchParams): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (let index = 1; form.has(`MessageAttributes.entry.${index}.Name`); index += 1) {
    const entry = `MessageAttributes.entry.${index}`;
    attributes[form.get(`${entry}.Name`) ?? ''] =
      form.get(`${entry}.Value.StringValue`) ?? form.get(`${entry}.Value.BinaryValue`) ?? '';
  }
  return attributes;
}
