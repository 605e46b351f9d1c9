import type { Dataset } from '../dataset';
import { sensorReadings } from './sensor-readings';
import { weather } from './weather';

/** Every dataset of the pipeline: a new one is a file beside this one and a line here. */
export const registered: readonly Dataset[] = [sensorReadings, weather];
