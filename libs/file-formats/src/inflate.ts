export interface Inflated {
  x: 1;
}
export const inflate = 1;
