/** The Node that runs everything: better-sqlite3 and Electron need 24, or 22 from 22.14 on. */
import { expect, test } from 'vitest';

test('the tests run on Node 24, or on 22 from 22.14', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  expect(major > 22 || (major === 22 && minor >= 14), `this is Node ${process.version}`).toBe(true);
});
