import { functionArn, type Place } from './attributes';
import type { JsonObject } from './load-assembly';
import type { PolicyDocument } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const permissionProperties: PropertyRules = {
  emulated: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  passive: [],
  listed: ['EventSourceToken', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'PrincipalOrgID'],
};

/**
 * A permission is a statement of its function's own policy. One that is given on an alias holds for the alias alone.
 * Source: Lambda API Reference, "AddPermission".
 */
export function planPermission(
  permission: ResourceReader,
  place: Place,
): { readonly resourceArn: string; readonly policy: PolicyDocument } {
  const functionName = permission.requiredText('FunctionName');
  const resourceArn = functionName.startsWith('arn:') ? functionName : functionArn(functionName, place);
  const principal = permission.requiredText('Principal');
  const sourceArn = permission.text('SourceArn');
  const sourceAccount = permission.text('SourceAccount');
  const conditions: JsonObject = {
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
    ...(sourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
  };
  return {
    resourceArn,
    policy: {
      name: permission.place.path,
      document: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: /^[\w-]+\.amazonaws\.com$/.test(principal) ? { Service: principal } : { AWS: principal },
            Action: permission.requiredText('Action'),
            Resource: resourceArn,
            ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
          },
        ],
      },
    },
  };
}
