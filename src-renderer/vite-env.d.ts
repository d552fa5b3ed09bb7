/// <reference types="vite/client" />
/// <reference types="svelte" />

interface Window {
  /** Set by the preload script; missing in a browser. */
  readonly kindred?: import('../src-shared/contract.ts').Bridge;
}
