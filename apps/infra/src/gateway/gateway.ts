import { Construct } from 'constructs';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import { GatewayFunction, type GatewayFunctionProps } from './gateway-function';
import { HttpApi } from './http-api';

/** The way in over HTTP, and where people ask what became of their files. */
export class Gateway extends Construct {
  readonly api: HttpApi;
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id);
    const { live } = new GatewayFunction(this, 'Handler', props);
    this.api = new HttpApi(this, 'Http', { names: props.names, config: props.config, handler: live });
    this.watched = {
      subject: 'gateway',
      functionName: props.names.gatewayFunction,
      timeoutSeconds: props.config.gateway.timeoutSeconds,
      onDataPath: true,
    };
  }
}
