// Makes `util` as it is since Node 23.
const util = require('node:util');
delete util.isNullOrUndefined;
delete util.isArray;
