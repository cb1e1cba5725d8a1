/** Opens the first document and mounts the window. */
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { host } from './bridge';
import { modeList } from './modes/index';
import { Session } from './state/session.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
const session = new Session(host, modeList);
// Drawn once, with its document; without one where that cannot be read.
void session.start().finally(() => mount(App, { target, props: { session } }));
