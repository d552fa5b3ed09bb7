// A thread that searches one part of the points of a large library: see neighbour-part.ts.
import { openWorkerSide } from '../workers/worker-side.ts';
import { type PartRequest, searchPart } from './neighbour-part.ts';

const side = await openWorkerSide();
side.serve((request: PartRequest) => searchPart(request));
