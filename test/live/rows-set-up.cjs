const { setUp } = require('../../scripts/test-rows.cjs');

module.exports = setUp;
