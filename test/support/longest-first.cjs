const { basename } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The files of tests that take longest, the longest first. Jest finds that out by itself, from the second run on; on a
 * clean checkout it goes by the size of a file, keeps the stories for the end, and one core has nothing to do then.
 */
const longest = ['stack.test.ts', 'stories.test.ts', 'fleets.test.ts', 'bundles.test.ts'];

const rankOf = ({ path }) => {
  const rank = longest.indexOf(basename(path));
  return rank < 0 ? longest.length : rank;
};

module.exports = function longestFirst(options) {
  const sequencer = new Sequencer(options);
  const asJestWould = sequencer.sort.bind(sequencer);
  sequencer.sort = async (tests) =>
    [...(await asJestWould(tests))].sort((one, other) => rankOf(one) - rankOf(other));
  return sequencer;
};
