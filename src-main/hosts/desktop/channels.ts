// The names of the channels between the window and the app. Shared by index.ts and preload.ts.

/** Page → app: `invoke(requestChannel, name, input, library)`, answered by an `Answer`. */
export const requestChannel = 'kindred:request';

/** App → page: `send(eventChannel, name, payload, library)`. */
export const eventChannel = 'kindred:event';

/** Page → app, once loaded: `send(pageChannel, page)`, the page's name. */
export const pageChannel = 'kindred:page';
