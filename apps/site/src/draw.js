// Draws the pictures of the documents anew from docs/results: `npm run pictures`.
import { drawPictures } from './results.js';

drawPictures();
