import { type RegionProcess, serveRegion } from './region/region-process';

/** The program of a region's process; whoever starts it speaks to it over IPC. */
void serveRegion(process as RegionProcess);
