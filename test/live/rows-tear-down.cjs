const { tearDown } = require('../../scripts/test-rows.cjs');

module.exports = tearDown;
