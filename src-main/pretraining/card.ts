// The model card of a pre-training, in Markdown: the encoder, its recipe, its data and its scores. Uses only the run's own figures.

import { basename } from 'node:path';
import { parameterCount } from '../../src-shared/learning/encoder/architecture.ts';
import type { EncoderWeights } from '../../src-shared/learning/encoder/weights.ts';
import type { FindingScores } from '../../src-shared/learning/scores/finding.ts';
import type { Recipe } from '../../src-shared/learning/training/recipe.ts';

export interface Card {
  readonly weights: EncoderWeights;
  readonly recipe: Recipe;
  readonly batch: number;
  readonly seconds: number;
  readonly given: number;
  readonly sources: readonly { readonly path: string; readonly pictures: number }[];
  readonly began: { readonly version: string; readonly backend: string; readonly heldOut: number };
  readonly scores: { readonly heldOut: FindingScores; readonly sets: Readonly<Record<string, FindingScores>> };
}

/** The card; shows only the last part of paths. */
export function modelCard({ weights, recipe, batch, seconds, given, sources, began, scores }: Card): string {
  const { version, architecture, input, dim } = weights;
  const { stem, blocks } = architecture;
  const layers = blocks.map(({ filters, stride }) => `${filters}${stride === 2 ? '/2' : ''}`).join(' ');
  const score = (name: string, { recallAt1, mAP }: FindingScores): string[] => [name, recallAt1.toFixed(3), mAP.toFixed(3)];
  const pictures = sources.reduce((sum, source) => sum + source.pictures, 0);
  return `${[
    '# Model card: the encoder',
    '<!-- made by `kindred pretrain`; do not edit -->',
    `Version \`${version}\`, trained from \`${began.version}\` without labels. It maps a photo to a unit vector; photos that look alike have vectors close to each other.`,
    '## Shape',
    `Convolution ${stem.kernel}×${stem.kernel} stride ${stem.stride} to ${stem.filters} channels, ${blocks.length} depthwise-separable blocks (${layers}; \`/2\` halves the map), global average pooling, a linear layer to ${dim}, L2 normalisation. ${parameterCount(architecture).toLocaleString('en')} parameters in half precision. Input ${input}×${input} RGB, pixel / 127.5 − 1.`,
    '## Recipe',
    table(['', ''], [
      ['training time', `${(seconds / 60).toFixed(1)} minutes on ${began.backend}`],
      ['pictures seen, repeats included', given.toLocaleString('en')],
      ['batch', `${batch} pictures`],
      ...Object.entries(recipe).map(([name, value]) => [name, String(value)])
    ]),
    '## Data',
    `${pictures.toLocaleString('en')} pictures without labels, ${began.heldOut} of which were held out and never trained on.`,
    table(['source', 'pictures'], sources.map((source) => [basename(source.path), source.pictures.toLocaleString('en')])),
    '## Scores',
    'Embeddings alone, ranked by cosine similarity. Held out: a random view of a held-out picture is the query, that picture the only correct answer. Sets: each photo is a query for the others of its group; none was trained on.',
    table(['', 'recall@1', 'mAP'], [score('held out', scores.heldOut), ...Object.entries(scores.sets).map(([name, value]) => score(name, value))])
  ].join('\n\n')}\n`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
