// Has every test file begin in the language that the app begins in, whichever the one before it in the same process spoke. Not a test.

import { messages } from '../../src-renderer/messages/messages.svelte.ts';

messages.speak('en', 'en');
