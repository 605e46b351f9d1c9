import type { Change } from '../cloud/simulated-table';

/** Watches every change as it happens: what a repair puts right later is wrong all the same. */
export class OrderWatch {
  readonly problems: string[] = [];

  readonly watch = ({ region, local, oldImage, newImage }: Change): void => {
    if (!local || oldImage === undefined || newImage === undefined) return;
    const [before, after] = [oldImage['revision'], newImage['revision']];
    if (typeof before === 'string' && typeof after === 'string' && after < before) {
      this.problems.push(`${newImage['recordId']} went from ${before} back to ${after} in ${region}`);
    }
    const [was, is] = [oldImage['processingStatus'], newImage['processingStatus']];
    if (String(was).startsWith('COMPLETED') && is !== was) {
      this.problems.push(`${newImage['recordId']} was ${was} and became ${is}`);
    }
  };
}
