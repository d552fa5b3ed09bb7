/// <reference types="vite/client" />
/// <reference types="svelte" />

interface Window {
  /** Set by the preload script; missing in a browser. */
  readonly kindred?: import('../src-shared/contract.ts').Bridge;
}

/** Its borders and land as topology, by package topojson-client's types; too large to be read as one. */
declare module 'world-atlas/countries-50m.json' {
  const atlas: import('topojson-specification').Topology<{ readonly land: import('topojson-specification').GeometryObject; readonly countries: import('topojson-specification').GeometryObject }>;
  // eslint-disable-next-line no-restricted-syntax -- how JSON is imported
  export default atlas;
}
