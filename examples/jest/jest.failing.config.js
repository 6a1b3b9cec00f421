const config = require('./jest.config.js');

/** The one test that is meant to fail, run apart to show what a failure looks like. */
module.exports = { ...config, testPathIgnorePatterns: [], testMatch: ['**/fails-on-purpose.test.js'] };
