// What an ONNX file from outside consists of, read without running anything: refuses what a runtime should never be given. Every length is
// checked against what surrounds it, so a file that lies is an error here. Field numbers are those of onnx.proto (ONNX 1.16).
import { PbfReader } from 'pbf';
import { type Graph, readTensor, type ValueFacts } from './model-parts.ts';
import { ModelFault } from './model-fault.ts';
import { eachField, within } from './protobuf.ts';

/** What a model takes and gives. */
export interface ModelFacts {
  /** Those that must be given: without constants that older files list among them. */
  readonly inputs: readonly ValueFacts[];
  readonly outputs: readonly ValueFacts[];
  /** Numbers in its constants. */
  readonly parameters: number;
}

const MOST_NODES = 100_000;
/** Graphs in graphs: the branches of a condition. */
const DEEPEST = 4;
/** Nothing else is part of the runtime: the standard operators, and those that Microsoft adds for quantised and fused models. */
const DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx', 'com.microsoft', 'com.microsoft.nchwc']);
/** An encoder takes a known number of steps; these take as many as the data says. */
const LOOPS: ReadonlySet<string> = new Set(['Loop', 'Scan', 'SequenceMap']);

/** @throws {ModelFault} in words, for a file that is damaged, or asks for what an encoder does not need */
export function readModel(bytes: Uint8Array): ModelFacts {
  const reader = new PbfReader(bytes);
  const graphs: Graph[] = [];
  const state = { nodes: 0, parameters: 0 };
  let versions = 0;
  try {
    eachField(reader, bytes.length, (field, end) => {
      if (field === 7) graphs.push(readGraph(reader, end, state, new Set(), 0));
      if (field === 8) versions++;
      if (field === 25) throw new ModelFault('it brings functions of its own; export it with operators only (inlined)');
    });
  } catch (error) {
    // past the end of its memory the reader fails in ways of its own
    throw error instanceof ModelFault ? error : new ModelFault(`it is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [graph] = graphs;
  if (!graph || graphs.length > 1 || versions === 0) throw new ModelFault('it is not an ONNX model, or a damaged one');
  return { inputs: graph.inputs.filter(({ name }) => !graph.constants.has(name)), outputs: graph.outputs, parameters: state.parameters };
}

interface Counted {
  nodes: number;
  parameters: number;
}

/** @param outer names known around it */
function readGraph(reader: PbfReader, end: number, state: Counted, outer: ReadonlySet<string>, depth: number): Graph {
  if (depth > DEEPEST) throw new ModelFault(`it nests graphs more than ${DEEPEST} deep`);
  const graph: Graph = { inputs: [], outputs: [], constants: new Set() };
  // nodes may come ahead of what they use: they are read last
  const nodes: { readonly start: number; readonly end: number }[] = [];
  eachField(reader, end, (field, to) => {
    if (field === 1) nodes.push({ start: reader.pos, end: to });
    if (field === 5) {
      const { name, size } = readTensor(reader, to);
      graph.constants.add(name);
      state.parameters += size;
    }
    if (field === 11) graph.inputs.push(readValue(reader, to));
    if (field === 12) graph.outputs.push(readValue(reader, to));
    if (field === 15) throw new ModelFault('it has sparse constants; export it with dense ones');
  });
  if ((state.nodes += nodes.length) > MOST_NODES) throw new ModelFault(`it has more than ${MOST_NODES} operators`);
  const known = new Set([...outer, ...graph.constants, ...graph.inputs.map(({ name }) => name), '']);
  for (const node of nodes) {
    reader.pos = node.start;
    readNode(reader, node.end, state, known, depth);
  }
  reader.pos = end;
  for (const { name } of graph.outputs) if (!known.has(name)) throw new ModelFault(`nothing computes its output ${name}`);
  return graph;
}

/** Adds what it computes to `known`. */
function readNode(reader: PbfReader, end: number, state: Counted, known: Set<string>, depth: number): void {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: { readonly start: number; readonly end: number }[] = [];
  const of = { operator: '', domain: '' };
  eachField(reader, end, (field, to) => {
    if (field === 1) inputs.push(text(reader, to));
    if (field === 2) outputs.push(text(reader, to));
    if (field === 4) of.operator = text(reader, to);
    if (field === 5) attributes.push({ start: reader.pos, end: to });
    if (field === 7) of.domain = text(reader, to);
  });
  if (!DOMAINS.has(of.domain)) throw new ModelFault(`it needs the operator ${of.domain}.${of.operator}, which is not part of ONNX Runtime; export it with standard operators`);
  if (LOOPS.has(of.operator)) throw new ModelFault(`it has a loop (${of.operator}), which might never end; export it with a fixed number of steps`);
  for (const input of inputs) if (!known.has(input)) throw new ModelFault(`${of.operator} uses ${input} before anything computes it: its operators are in a circle or out of order`);
  for (const { start, end: to } of attributes) {
    reader.pos = start;
    readAttribute(reader, to, state, known, depth);
  }
  reader.pos = end;
  for (const output of outputs) known.add(output);
}

function readAttribute(reader: PbfReader, end: number, state: Counted, known: ReadonlySet<string>, depth: number): void {
  eachField(reader, end, (field, to) => {
    if (field === 5 || field === 10) state.parameters += readTensor(reader, to).size;
    if (field === 6 || field === 11) readGraph(reader, to, state, known, depth + 1);
    if (field === 22 || field === 23) throw new ModelFault('it has sparse constants; export it with dense ones');
  });
}

function readValue(reader: PbfReader, end: number): ValueFacts {
  const value: { name: string; type: number | null; shape: (number | null)[] | null } = { name: '', type: null, shape: null };
  eachField(reader, end, (field, to) => {
    if (field === 1) value.name = text(reader, to);
    if (field === 2) within(reader, to, 1, (type) => {
      eachField(reader, type, (of, tensor) => {
        if (of === 1) value.type = reader.readVarint();
        if (of === 2) value.shape = readShape(reader, tensor);
      });
    });
  });
  return value;
}

/** A side that is not said, or only named, is `null`. */
function readShape(reader: PbfReader, end: number): (number | null)[] {
  const shape: (number | null)[] = [];
  eachField(reader, end, (field, to) => {
    if (field !== 1) return;
    let side: number | null = null;
    eachField(reader, to, (of) => {
      if (of === 1) side = reader.readVarint(true);
    });
    shape.push(side);
  });
  return shape;
}

function text(reader: PbfReader, end: number): string {
  return new TextDecoder().decode(reader.buf.subarray(reader.pos, end));
}
