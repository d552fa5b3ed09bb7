// States of a point, as they are handed to the scene.

export const NORMAL = 0;
export const SELECTED = 1;
export const DIMMED = 2;
