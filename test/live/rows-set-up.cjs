module.exports = require('../../scripts/test-rows.cjs').setUp;
