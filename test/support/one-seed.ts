// Random tests draw from one seed, so that one commit has one answer. `MORTAR_TEST_SEED=N npm test` draws others; the
// campaigns of their own (`npm run convergence`, `fuzz:adt`, `recognition`) take theirs as an argument.

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.MORTAR_TEST_SEED ?? 1) });
