import type { Change } from '../cloud/simulated-table';
import { readable, type ToldChange, toldChange } from './trail-line';

/** Every change that a replica made itself, and so every entry that the merged trails must have. */
export class TrailWatch {
  /** By their lines. */
  readonly lines = new Map<string, ToldChange>();
  /** By key, action and revision. */
  readonly expected = new Map<string, ToldChange>();
  readonly problems: string[] = [];

  readonly watch = ({ local, key, oldImage, newImage }: Change): void => {
    if (!local || key.startsWith('poison#')) return;
    const change = toldChange(key, newImage === undefined ? 'REMOVED' : 'WRITTEN', newImage ?? oldImage ?? {});
    const standing = this.expected.get(change.identity);
    if (standing !== undefined && standing.line !== change.line) {
      this.problems.push(`${readable(change.identity)} was written twice with contents that differ`);
    }
    this.expected.set(change.identity, change);
    this.lines.set(change.line, change);
  };
}
