import type { Dataset } from '../dataset';
import { airports } from './airports';
import { movies } from './movies';
import { orders } from './orders';
import { sensorReadings } from './sensor-readings';
import { weather } from './weather';
import { zipcodes } from './zipcodes';

/** Every dataset of the pipeline: a new one is a file beside this one and a line here. */
export const registered: readonly Dataset[] = [
  airports, //
  movies,
  orders,
  sensorReadings,
  weather,
  zipcodes,
];
