/**
 * The double as a program of its own: `node libs/testing/eventstoredb/double.cjs [--port 2113]` prints what to put into
 * CAIRN_EVENTSTORE and serves until it is stopped. Its sources are translated as they are loaded, as Jest does it.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');
const [, options] = require('../../../jest.config.cjs').transform['^.+\\.ts$'];

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const isOurs = /^\.{1,2}\//.test(request) && parent?.filename?.endsWith('.ts');
  return resolve.call(this, isOurs ? request.replace(/\.js$/, '.ts') : request, parent, ...rest);
};
Module._extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};

require('./src/process/serve.ts');
