module.exports = require('@babel/core').types;
