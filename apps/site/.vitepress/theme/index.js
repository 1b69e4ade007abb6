// Fonts of the reader's own system: none is loaded, so that text stands where it stays at once.
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h, onMounted } from 'vue';
import { ready } from '../later.js';
import './open-to-everybody.css';

export default {
  extends: DefaultTheme,
  Layout: {
    setup(_, { slots }) {
      onMounted(() => window.dispatchEvent(new Event(ready)));
      return () => h(DefaultTheme.Layout, null, slots);
    },
  },
};
