// How a process of Stemma keeps its memory small. V8 lets the heap grow to several times of what is alive before it
// looks for garbage, which suits a server that owns its machine, not a command beside somebody's analysis.
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap of this process near what is alive; to be called first, before anything has grown. Only for programs
 * that are Stemma and nothing else: it holds for the whole process, threads included. Measured on a graph of 100,000
 * nodes: peak memory 290 instead of 690 MB, for a tenth to a quarter more CPU time; on 10,000 nodes 130 instead of 270 MB.
 */
export function leanHeap(): void {
  // The young generation stays at its first size of a few MB instead of growing to 3 x 32 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=35');
  // Collected in one pause (0.1 s for 100 MB alive): what is allocated during a gradual one comes on top of the peak.
  setFlagsFromString('--no-incremental-marking');
}
