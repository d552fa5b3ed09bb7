// Text is readable on its background, in both themes: contrast as WCAG 2.2 computes it (1.4.3: 4.5 to 1 for text, 1.4.11: 3 to 1
// for the parts of controls).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../src-renderer/tokens.css'), 'utf8');
const colours = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [name!, { light: light!, dark: dark! }]));

/** Relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

it('computes contrast as the standard does', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2); // the well-known grey that just fails
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const of = (name: string): string => {
    const colour = colours.get(name);
    if (!colour) throw new Error(`expected a colour named ${name} in tokens.css`);
    return colour[theme];
  };
  const pairs = [
    ...['ink', 'ink-2', 'ink-3', 'warn', 'bad', 'accent'].flatMap((text) => ['ground', 'raised'].map((ground) => [text, ground] as const)),
    ...['ink', 'ink-2', 'ink-3'].map((text) => [text, 'sunken'] as const),
    ['on-accent', 'accent'], ['on-accent', 'accent-hover'], ['ink', 'accent-soft'], ['accent', 'accent-soft']
  ] as const;

  it.each(pairs)('%s is readable on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['red', 'yellow', 'green', 'blue', 'purple'])('the label %s is told from what is behind it', (label) => {
    for (const ground of ['ground', 'raised']) expect(contrast(of(`label-${label}`), of(ground))).toBeGreaterThanOrEqual(3);
  });

  it.each(['ground', 'raised', 'sunken'])('the focus ring is visible on %s', (ground) => {
    expect(contrast(of('accent'), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
