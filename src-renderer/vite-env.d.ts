/// <reference types="vite/client" />
/// <reference types="svelte" />

interface Window {
  /** Put there by the preload; missing in a browser. */
  readonly kindred?: import('../src-shared/contract.ts').Bridge;
}
