import fc from 'fast-check';

/**
 * Random tests are the same in every run, so that nobody is stopped by somebody else's luck; FAST_CHECK_SEED looks
 * elsewhere. fast-check prints the seed with every failure.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_260_303) });
