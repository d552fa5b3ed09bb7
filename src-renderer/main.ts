// Starts the screen: finds the bridge of this host and mounts the app on it.

import { mount } from 'svelte';
import App from './App.svelte';
import { findBridge } from './bridge/find.ts';
import { Kindred } from './state/kindred.svelte.ts';
import './tokens.css';
import './base.css';

const target = document.getElementById('app');
if (!target) throw new Error('expected an element #app in the page');

const kindred = new Kindred(findBridge(window));
mount(App, { target, props: { kindred } });
void kindred.start();
