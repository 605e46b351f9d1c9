import { contextArguments } from '../context-arguments';
import { createDeliveryApp } from './create-delivery-app';

try {
  createDeliveryApp(contextArguments(process.argv.slice(2))).synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
