// Colours of a map: even in lightness so that none shouts, by Oklch (Ottosson 2020), one set for each theme.

/** 0 … 255 each. */
export type Rgb = readonly [number, number, number];

export type Theme = 'light' | 'dark';

/** Hues that are told apart best, in the order in which they are given out. */
const HUES = [262, 45, 155, 10, 210, 95, 310, 185, 70, 335, 235, 130];

/** The nth colour of a set that has no order; beyond twelve they go around again, paler. */
export function colourOf(place: number, theme: Theme): Rgb {
  const round = Math.floor(place / HUES.length) % 3;
  const hue = HUES[place % HUES.length]! + 15 * (round % 2);
  return theme === 'light' ? oklch(0.62 + 0.07 * round, 0.15 - 0.03 * round, hue) : oklch(0.74 - 0.07 * round, 0.135 - 0.025 * round, hue);
}

/** What belongs to nothing. */
export function plain(theme: Theme): Rgb {
  return theme === 'light' ? [168, 168, 176] : [96, 96, 106];
}

/** Along a scale, 0 … 1, from calm to bright. */
export function scaleOf(share: number, theme: Theme): Rgb {
  const t = Math.min(1, Math.max(0, share));
  return theme === 'light' ? oklch(0.78 - 0.36 * t, 0.09 + 0.09 * Math.sin(Math.PI * t), 75 + 215 * t) : oklch(0.42 + 0.44 * t, 0.1 + 0.07 * Math.sin(Math.PI * t), 290 - 205 * t);
}

export function cssOf([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

function oklch(lightness: number, chroma: number, degrees: number): Rgb {
  const hue = (degrees * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
  const [red, green, blue] = linear.map((value) => Math.round(255 * Math.min(1, Math.max(0, value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)))) as [number, number, number];
  return [red, green, blue];
}
