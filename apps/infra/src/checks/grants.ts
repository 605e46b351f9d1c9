import type { TemplateJson } from './physical-names';
import { type Statement, statementsOf } from './statements';

/** Services that send `aws:SourceAccount` only, and where AWS says so. */
const SENDS_NO_ARN: Readonly<Record<string, string>> = {
  'lambda.amazonaws.com': 'takes a role before there is a function (Lambda Developer Guide, "Execution role")',
  'costalerts.amazonaws.com':
    'AWS Cost Management User Guide, "Creating an Amazon SNS topic for anomaly notifications"',
};

/** Services that send `aws:SourceArn` only; it holds the account. */
const SENDS_NO_ACCOUNT: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"',
};

/** Grants of everything of some kind, by logical id and sid, and why nothing narrower exists. */
const JOINS_NETWORK =
  'EC2 knows no narrower resource for network interfaces, and a refusal keeps the code of the function from using it (Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC")';
const ADMINISTERS_KEY =
  'a key that its account may not administer can never be changed again (KMS Developer Guide, "Default key policy")';
const FINDS_STREAM =
  'Lambda lists streams before it reads one, and DynamoDB knows no narrower resource for that (Service Authorization Reference, "Amazon DynamoDB")';
const SENDS_TRACES = 'X-Ray knows no resource to which traces are sent (Service Authorization Reference, "AWS X-Ray")';
const LOOKS =
  'EC2 knows no resources for what only describes (Service Authorization Reference, "Amazon EC2"); what is changed is ours by its tags';
const DELIVERS =
  'CloudWatch Logs knows no resources for deliveries and policies (Service Authorization Reference); no policy can be written';
const FINDS_BY_TAG = 'asked for by the action of AWS FIS, which knows no resources for it (AWS FIS actions reference)';
const MAY_BE_WILD: Readonly<Record<string, string>> = {
  'ProcessorRole00D2607C/JoinNetwork': JOINS_NETWORK,
  'GatewayHandlerRoleC2FCF14C/JoinNetwork': JOINS_NETWORK,
  'GatewayHandlerRoleC2FCF14C/SendTraces': SENDS_TRACES,
  'ProcessorRole00D2607C/SendTraces': SENDS_TRACES,
  'AuditingAuditorRole0AA6FB06/JoinNetwork': JOINS_NETWORK,
  'AuditingAuditorRole0AA6FB06/FindStream': FINDS_STREAM,
  'AuditingAuditorRole0AA6FB06/SendTraces': SENDS_TRACES,
  'NetworkVpcXRayDF85E1F8/': SENDS_TRACES,
  'MonitoringNotificationsKey683A97FA/AccountAdministers': ADMINISTERS_KEY,
  'TrailKey31F874A3/AccountAdministers': ADMINISTERS_KEY,
  'TableOutageRole4CD44F6C/LookAtSubnets': LOOKS,
  'BucketOutageRole8B0BD943/LookAtSubnets': LOOKS,
  'QueueOutageRoleB07A36EE/LookAtEndpoints': LOOKS,
  'RegionOutageRole4B2FB6A8/LookAtSubnets': LOOKS,
  'RegionOutageRole4B2FB6A8/LookAtEndpoints': LOOKS,
  'RegionOutageRole4B2FB6A8/FindTable': FINDS_BY_TAG,
  'ReplicationPauseRole6BAD9C6C/FindTable': FINDS_BY_TAG,
  'TableOutageRole4CD44F6C/DeliverLog': DELIVERS,
  'BucketOutageRole8B0BD943/DeliverLog': DELIVERS,
  'QueueOutageRoleB07A36EE/DeliverLog': DELIVERS,
  'RegionOutageRole4B2FB6A8/DeliverLog': DELIVERS,
  'ReplicationPauseRole6BAD9C6C/DeliverLog': DELIVERS,
};

export const named = ({ place, sid }: Statement) => (sid === '' ? place : `${place} (${sid})`);
const idOf = ({ place, sid }: Statement) => `${place.replace(/\..*/, '')}/${sid}`;

const hasCondition = ({ conditions }: Statement, operators: RegExp, key: string) =>
  Object.entries(conditions).some(([operator, keys]) => operators.test(operator) && keys[key] !== undefined);

/** A grant to a service that doesn't say for whom the service acts: another account could use it (the confused deputy). */
export function serviceGrantBreaches(template: TemplateJson): readonly string[] {
  return statementsOf(template)
    .filter(({ effect, services }) => effect === 'Allow' && services.length > 0)
    .flatMap((statement) => {
      const account = hasCondition(statement, /^StringEquals$/, 'aws:SourceAccount');
      const arn = hasCondition(statement, /^(Arn|String)(Equals|Like)$/, 'aws:SourceArn');
      const needsArn = statement.services.some((service) => !(service in SENDS_NO_ARN));
      const needsAccount = statement.services.some((service) => !(service in SENDS_NO_ACCOUNT));
      return [
        ...(account || !needsAccount ? [] : ['aws:SourceAccount']),
        ...(arn || !needsArn ? [] : ['aws:SourceArn']),
      ].map((key) => `${named(statement)} grants ${statement.services.join(', ')} without ${key}: add the condition.`);
    });
}

/** A grant of all actions of a service, or on all resources, that is not in the list above. */
export function wildcardBreaches(template: TemplateJson): readonly string[] {
  return (
    statementsOf(template)
      // The boundary is held to be what its roles are granted, and no more.
      .filter(({ type }) => type !== 'AWS::IAM::ManagedPolicy')
      .filter((statement) => statement.effect === 'Allow' && !(idOf(statement) in MAY_BE_WILD))
      .flatMap((statement) => {
        // In the policy of a key "*" is the key itself.
        const wildResource = statement.resources.includes('*') && statement.type !== 'AWS::KMS::Key';
        const wildActions = statement.actions.filter((action) => action.includes('*'));
        return [
          ...wildActions.map((action) => `${named(statement)} allows ${action}: name the actions.`),
          ...(wildResource
            ? [`${named(statement)} allows ${statement.actions.join(', ')} on *: name the resources.`]
            : []),
        ];
      })
  );
}

/** A principal of another stack or account, which may not exist yet; or everybody. */
export function principalBreaches(template: TemplateJson): readonly string[] {
  return (
    statementsOf(template)
      .filter(({ effect, principal }) => effect === 'Allow' && principal !== undefined)
      .filter(({ principal }) => principal === '*' || /"AWS":"\*"|:role\//.test(JSON.stringify(principal)))
      // A gateway endpoint's policy takes no other principal (VPC User Guide, "Endpoint policies for gateway endpoints").
      .filter(
        (statement) =>
          statement.type !== 'AWS::EC2::VPCEndpoint' ||
          !hasCondition(statement, /^StringEquals$/, 'aws:PrincipalAccount'),
      )
      .map(
        (statement) =>
          `${named(statement)} names ${JSON.stringify(statement.principal)}: name the account, and narrow it by aws:PrincipalArn.`,
      )
  );
}

/** Names by which a role of the other stack may be meant; the role itself may not exist yet. */
const isRole = (value: unknown) => /:role\/serverless-[a-z0-9-]+-role-/.test(JSON.stringify(value));

/** A grant to the account, which its every administrator could hand on: it must be for one role, or for who has a second factor. */
export const accountGrantBreaches = (template: TemplateJson): readonly string[] =>
  statementsOf(template)
    .filter(({ effect, principal, type }) => effect === 'Allow' && principal !== undefined && type !== 'AWS::KMS::Key')
    .filter(({ principal }) => /:root"/.test(JSON.stringify(principal)))
    .filter(
      ({ conditions }) =>
        !isRole(conditions['ArnEquals']?.['aws:PrincipalArn']) &&
        conditions['Bool']?.['aws:MultiFactorAuthPresent'] !== 'true',
    )
    .map(
      (statement) =>
        `${named(statement)} is for the whole account: narrow it by aws:PrincipalArn, or to who has a second factor.`,
    );
