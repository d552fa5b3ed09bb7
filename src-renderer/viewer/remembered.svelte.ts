// What the viewer keeps from one photo to the next while the app runs.

export const remembered = $state({ details: false });
