import { type Place, topicArn } from './attributes';
import type { PlannedTopic } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const topicProperties: PropertyRules = {
  emulated: ['TopicName'],
  passive: ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'Tags', 'TracingConfig'],
  // Nobody is sent a mail from this machine: what a topic is told can be read at /_local/notifications.
  listed: ['DeliveryStatusLogging', 'FifoTopic', 'Subscription'],
};

export const planTopic = (topic: ResourceReader, place: Place): PlannedTopic => ({
  name: topic.name,
  arn: topicArn(topic.name, place),
});
