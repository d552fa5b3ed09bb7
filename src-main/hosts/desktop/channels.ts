// The names of the two channels between the window and the app. Shared by index.ts and preload.ts.

/** Page → app: `invoke(requestChannel, name, input)`, answered by an `Answer`. */
export const requestChannel = 'kindred:request';

/** App → page: `send(eventChannel, name, payload)`. */
export const eventChannel = 'kindred:event';
