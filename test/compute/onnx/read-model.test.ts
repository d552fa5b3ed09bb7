import { describe, expect, it } from 'vitest';
import { checkImageTower, checkTextTower } from '../../../src-main/compute/onnx/check-tower.ts';
import { toOnnx } from '../../../src-main/compute/onnx/model.ts';
import { readModel } from '../../../src-main/compute/onnx/read-model.ts';
import { convNet, SIDE, TOKENS, transformer, wordTower } from '../../packs/made-models.ts';
import { madeManifest } from '../../packs/made-packs.ts';
import { constant, type MadeGraph, onnxFile } from '../../packs/onnx-file.ts';
import { madeEncoder, SHAPES } from './made-encoder.ts';

const inputs = [{ name: 'x', shape: ['n', 4] }] as const;
const outputs = [{ name: 'y', shape: ['n', 4] }] as const;
const plain: MadeGraph = { inputs, outputs, constants: [constant('c', [4], [1, 2, 3, 4])], nodes: [{ op: 'Add', inputs: ['x', 'c'], outputs: ['y'] }] };
const branch = (nodes: MadeGraph['nodes']): { readonly graph: MadeGraph } => ({ graph: { inputs: [], outputs: [{ name: 'z', shape: ['n', 4] }], nodes } });

describe('a model file', () => {
  it('tells its inputs, outputs and how many numbers it holds', () => {
    expect(readModel(onnxFile(plain))).toEqual({ inputs: [{ name: 'x', type: 1, shape: [null, 4] }], outputs: [{ name: 'y', type: 1, shape: [null, 4] }], parameters: 4 });
    const net = readModel(convNet({ dims: 9 }).bytes);
    expect(net).toMatchObject({ inputs: [{ shape: [null, 3, SIDE, SIDE] }], outputs: [{ shape: [null, 9] }], parameters: 5 * 27 + 5 + 5 * 9 });
    expect(readModel(transformer().bytes).parameters).toBe(6 * 3 * 64 + TOKENS * 6 + 6 + 3 * 36 + 12 + 3 + 2);
    const own = madeEncoder(SHAPES[0]!);
    expect(readModel(toOnnx(own)).parameters, 'our own encoder, and its scale').toBe([...own.tensors.values()].reduce((sum, { length }) => sum + length, 2));
  });

  it('does not count constants among what must be given, which older files list', () => {
    expect(readModel(onnxFile({ ...plain, inputs: [...inputs, { name: 'c', shape: [4] }] })).inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('may have branches that use what is around them', () => {
    const graph: MadeGraph = { ...plain, inputs: [...inputs, { name: 'if', shape: [1], type: 9 }], nodes: [{ op: 'If', inputs: ['if'], outputs: ['y'], attributes: { then_branch: branch([{ op: 'Add', inputs: ['x', 'c'], outputs: ['z'] }]), else_branch: branch([{ op: 'Neg', inputs: ['x'], outputs: ['z'] }]) } }] };
    expect(readModel(onnxFile(graph)).outputs).toHaveLength(1);
    const [first] = graph.nodes;
    expect(() => readModel(onnxFile({ ...graph, nodes: [{ ...first!, attributes: { then_branch: branch([{ op: 'Loop', inputs: ['x'], outputs: ['z'] }]) } }] }))).toThrow('loop');
  });

  let deep = branch([{ op: 'Neg', inputs: ['x'], outputs: ['z'] }]);
  for (let i = 0; i < 5; i++) deep = branch([{ op: 'If', inputs: ['x'], outputs: ['z'], attributes: { then_branch: deep } }]);

  it.each<[string, Partial<MadeGraph>, string]>([
    ['data in another file', { constants: [{ ...constant('c', [4], []), outside: '../../../etc/passwd' }] }, 'keeps data in another file'],
    ['data in another file, in an attribute', { nodes: [{ op: 'Constant', inputs: [], outputs: ['y'], attributes: { value: { tensor: { ...constant('c', [4], []), outside: '/dev/zero' } } } }] }, 'keeps data in another file'],
    ['a constant that is said to be huge', { constants: [constant('c', [2 ** 40], [1, 2, 3, 4])] }, `should have ${2 ** 40} values`],
    ['a constant whose sides are beyond numbers', { constants: [constant('c', [2 ** 40, 2 ** 40], [1])] }, 'no valid type and size'],
    ['a constant with too few values', { constants: [constant('c', [5], [1, 2, 3, 4])] }, 'should have 5 values'],
    ['a constant with a negative side', { constants: [constant('c', [-4], [1, 2, 3, 4])] }, 'no valid type and size'],
    ['a loop', { nodes: [{ op: 'Loop', inputs: ['x'], outputs: ['y'] }] }, 'has a loop (Loop)'],
    ['a scan', { nodes: [{ op: 'Scan', inputs: ['x'], outputs: ['y'] }] }, 'has a loop (Scan)'],
    ['a circle', { nodes: [{ op: 'Add', inputs: ['x', 'b'], outputs: ['a'] }, { op: 'Add', inputs: ['a', 'c'], outputs: ['b'] }, { op: 'Neg', inputs: ['b'], outputs: ['y'] }] }, 'in a circle or out of order'],
    ['an operator of somebody else', { nodes: [{ op: 'Shell', inputs: ['x'], outputs: ['y'], domain: 'evil' }] }, 'evil.Shell, which is not part of ONNX Runtime'],
    ['an output that nothing computes', { nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['z'] }] }, 'nothing computes its output y'],
    ['graphs in graphs in graphs', { nodes: [{ op: 'If', inputs: ['x'], outputs: ['y'], attributes: { then_branch: deep } }] }, 'nests graphs more than 4 deep']
  ])('is refused with %s', (_, changes, why) => {
    expect(() => readModel(onnxFile({ ...plain, ...changes }))).toThrow(why);
  });

  it('is refused with functions of its own, and if it is no model', () => {
    expect(() => readModel(onnxFile(plain, { functions: true }))).toThrow('functions of its own');
    for (const bytes of [new Uint8Array(0), Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255), new TextEncoder().encode('not a model'), new Uint8Array(100)]) expect(() => readModel(bytes)).toThrow(/not an ONNX model|damaged/);
  });

  it('is refused wherever it was cut off, and never hangs or fails in another way where bytes were changed', () => {
    const { bytes } = convNet();
    for (let length = 0; length < bytes.length - 24; length += 7) expect(() => readModel(bytes.slice(0, length))).toThrow(/not an ONNX model|damaged|has fewer|no valid type|nothing computes|circle/);
    const outcomes = { read: 0, refused: 0 };
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (at % 8);
      try {
        readModel(changed);
        outcomes.read++; // a changed weight
      } catch (error) {
        expect((error as Error).constructor.name).toBe('ModelFault');
        outcomes.refused++;
      }
    }
    expect(outcomes.read).toBeGreaterThan(300);
    expect(outcomes.refused).toBeGreaterThan(50);
  });
});

describe('what a model takes and gives', () => {
  const facts = readModel(convNet().bytes);
  const image = madeManifest(convNet().bytes).image;

  it('is found by itself, or by the names that the pack says', () => {
    expect(checkImageTower(facts, image)).toEqual({ input: 'pixels', output: 'embedding', atOnce: null });
    expect(checkImageTower(readModel(convNet({ batch: 1 }).bytes), image).atOnce).toBe(1);
    expect(checkImageTower(readModel(transformer().bytes), { ...image, pooling: 'patch mean', output: 'last_hidden_state' })).toMatchObject({ input: 'pixel_values', output: 'last_hidden_state' });
    const words = wordTower();
    const text = { file: 't', sha256: '', tokenizer: { file: 'k', sha256: '' }, length: 8, pad: 0, template: '{}' };
    expect(checkTextTower(readModel(words.bytes), text, 6)).toEqual({ input: 'input_ids', output: 'text_embeds', atOnce: null, type: 'int64', mask: null });
    expect(() => checkTextTower(readModel(words.bytes), { ...text, length: 9 }, 6)).toThrow('any × 8, expected any × 9');
    expect(() => checkTextTower(readModel(words.bytes), text, 7)).toThrow('any × 6, expected any × 7');
  });

  it.each<[string, Partial<typeof image>, string]>([
    ['another side', { side: 32 }, `its input pixels has the sides any × 3 × ${SIDE} × ${SIDE}, expected any × 3 × 32 × 32 (NCHW, side 32)`],
    ['another layout', { layout: 'NHWC' }, `expected any × ${SIDE} × ${SIDE} × 3`],
    ['other dimensions', { dimensions: 7 }, 'its output embedding has the sides any × 6, expected any × 7'],
    ['tokens that it has not', { pooling: 'class token' }, 'expected any × any × 6 (pooling class token)'],
    ['another input', { input: 'picture' }, 'it has no input picture; it has pixels'],
    ['another output', { output: 'tokens' }, 'it has no output tokens; it has embedding']
  ])('is refused for %s', (_, changes, why) => {
    expect(() => checkImageTower(facts, { ...image, ...changes })).toThrow(why);
  });

  it('is refused for words in place of pictures, for what needs more, and for a fixed number of pictures', () => {
    expect(() => checkImageTower(readModel(wordTower().bytes), image)).toThrow('input_ids is int64, expected float32');
    expect(() => checkImageTower(readModel(convNet({ batch: 4 }).bytes), image)).toThrow('exactly 4 at a time');
    expect(() => checkImageTower({ ...facts, inputs: [...facts.inputs, { name: 'mask', type: 1, shape: [1] }] }, { ...image, input: 'pixels' })).toThrow('it needs mask besides pixels');
  });
});
