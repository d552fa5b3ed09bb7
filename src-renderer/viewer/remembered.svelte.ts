// What the viewer keeps between photos while the app runs.

export const remembered = $state({ details: false });
