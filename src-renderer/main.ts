// Starts the page: finds this host's bridge and mounts the app with it.

import { mount } from 'svelte';
import App from './App.svelte';
import { findBridge } from './bridge/find.ts';
import { GpuLender } from './bridge/gpu-lender.ts';
import { Kindred } from './state/kindred.svelte.ts';
import './tokens.css';
import './base.css';

const target = document.getElementById('app');
if (!target) throw new Error('expected an element #app in the page');

const bridge = findBridge(window);
const kindred = new Kindred(bridge);
mount(App, { target, props: { kindred } });
void new GpuLender(bridge).start();
void kindred.start();
