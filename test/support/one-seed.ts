// Random tests draw from one seed, so that one commit has one answer; MORTAR_SEED=N draws others. The campaigns, which are
// there to find what nobody thought of, take another seed each time and print it.

import fc from 'fast-check';

process.env.MORTAR_SEED ??= '1';
fc.configureGlobal({ seed: Number(process.env.MORTAR_SEED) });
