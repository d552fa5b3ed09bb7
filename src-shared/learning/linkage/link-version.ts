/** Of the code that links, and finds the height at which a tree is cut by default; raised whenever the same space and judgments would give another tree or height, so that kept ones are made again. */
export const LINK_VERSION = 1;
