// Draws the points of a plane by WebGL: all in two calls, so that a hundred thousand move as smoothly as ten. Knows no photos.

import { BufferAttribute, BufferGeometry, Camera as ThreeCamera, GLSL3, NormalBlending, Points, RawShaderMaterial, Scene as ThreeScene, WebGLRenderer } from 'three';
import type { Camera, Size } from './camera.ts';
import { SELECTED } from './point-states.ts';

const vertex = `
precision highp float;
in vec2 place;
in vec2 before;
in vec3 colour;
in float state;
uniform vec2 middle;
uniform vec2 scale;
uniform float mixing;
uniform float size;
uniform float chosen;
out vec4 shade;
void main() {
  bool selected = state > 0.5 && state < 1.5;
  bool dimmed = state > 1.5;
  vec2 at = (mix(before, place, mixing) - middle) * scale;
  gl_Position = chosen > 0.5 && !selected ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at.x, -at.y, 0.0, 1.0);
  gl_PointSize = size * (chosen > 0.5 ? 1.35 : 1.0) + (chosen > 0.5 ? 2.0 : 0.0);
  shade = vec4(colour, dimmed ? 0.1 : 1.0);
}`;

const fragment = `
precision highp float;
in vec4 shade;
uniform float opacity;
uniform float chosen;
uniform vec3 ring;
out vec4 pixel;
void main() {
  float from = length(gl_PointCoord - 0.5) * 2.0;
  float soft = fwidth(from) + 0.001;
  float inside = 1.0 - smoothstep(1.0 - soft, 1.0, from);
  vec3 colour = chosen > 0.5 ? mix(ring, shade.rgb, 1.0 - smoothstep(0.62 - soft, 0.62, from)) : shade.rgb;
  float alpha = inside * shade.a * (chosen > 0.5 ? 1.0 : opacity);
  pixel = vec4(colour * alpha, alpha);
}`;

export interface Drawn {
  readonly camera: Camera;
  readonly size: Size;
  /** Pixels across a point. */
  readonly point: number;
  readonly opacity: number;
  /** How far the points are from where they were to where they are, 0 … 1. */
  readonly mixing: number;
}

export class Scene {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new ThreeScene();
  readonly #camera = new ThreeCamera();
  readonly #geometry = new BufferGeometry();
  readonly #passes: readonly RawShaderMaterial[];
  readonly #points: readonly Points[];
  #sized = '';

  /** Throws where there is no WebGL. */
  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false, premultipliedAlpha: true, powerPreference: 'high-performance' });
    this.#passes = [0, 1].map((chosen) => new RawShaderMaterial({
      glslVersion: GLSL3, vertexShader: vertex, fragmentShader: fragment, transparent: true, depthTest: false, depthWrite: false, blending: NormalBlending, premultipliedAlpha: true,
      uniforms: { middle: { value: [0, 0] }, scale: { value: [1, 1] }, mixing: { value: 1 }, size: { value: 4 }, opacity: { value: 1 }, ring: { value: [0, 0, 0] }, chosen: { value: chosen } }
    }));
    this.#points = this.#passes.map((material) => new Points(this.#geometry, material));
    for (const points of this.#points) points.frustumCulled = false;
    this.#scene.add(...this.#points);
  }

  /** x and y of each row, where it is and where it was. */
  place(positions: Float32Array, before: Float32Array): void {
    this.#geometry.setAttribute('place', new BufferAttribute(positions, 2));
    this.#geometry.setAttribute('before', new BufferAttribute(before, 2));
    this.#geometry.setDrawRange(0, positions.length / 2);
  }

  /** Red, green and blue of each row. */
  colour(rgb: Uint8Array): void {
    this.#geometry.setAttribute('colour', new BufferAttribute(rgb, 3, true));
  }

  /** The state (point-states) of each row. */
  mark(states: Uint8Array): void {
    this.#geometry.setAttribute('state', new BufferAttribute(states, 1));
    this.#points[1]!.visible = states.includes(SELECTED); // its pass costs as much as the first
  }

  /** The colour around selected points, 0 … 1 each. */
  ring(colour: readonly [number, number, number]): void {
    for (const { uniforms } of this.#passes) uniforms.ring!.value = colour;
  }

  draw({ camera, size: { width, height }, point, opacity, mixing }: Drawn): void {
    if (width === 0 || height === 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    // a size that is set again costs a new frame buffer
    const fresh = `${width} ${height} ${ratio}`;
    if (fresh !== this.#sized) {
      this.#sized = fresh;
      this.#renderer.setPixelRatio(ratio);
      this.#renderer.setSize(width, height, false);
    }
    for (const { uniforms } of this.#passes) {
      uniforms.middle!.value = [camera.x, camera.y];
      uniforms.scale!.value = [(2 * camera.scale) / width, (2 * camera.scale) / height];
      uniforms.size!.value = point * ratio;
      uniforms.opacity!.value = opacity;
      uniforms.mixing!.value = mixing;
    }
    this.#renderer.render(this.#scene, this.#camera);
  }

  close(): void {
    this.#geometry.dispose();
    for (const material of this.#passes) material.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }
}
