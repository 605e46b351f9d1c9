import { physicalName } from '@pipeline/runtime-contract';

/** IAM names are global, and the stack stands once for both regions: none of them carries a region. */
export interface DeliveryNames {
  readonly stack: string;
  readonly deployRole: string;
  readonly deployPolicy: string;
  readonly probeRole: string;
  readonly probePolicy: string;
  readonly permissionBoundary: string;
}

export function deliveryNames(environment: string): DeliveryNames {
  const named = (resource: string) => physicalName(resource, environment);
  return {
    stack: named('delivery'),
    deployRole: named('delivery-deploy-role'),
    deployPolicy: named('delivery-deploy-policy'),
    probeRole: named('delivery-probe-role'),
    probePolicy: named('delivery-probe-policy'),
    permissionBoundary: named('delivery-boundary'),
  };
}
