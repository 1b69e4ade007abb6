import DefaultTheme from 'vitepress/theme';
import './open-to-everybody.css';

export default DefaultTheme;
