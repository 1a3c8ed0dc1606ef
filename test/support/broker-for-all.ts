/**
 * The real Kafka that all test files of a run share: started when the first of them asks, ended with the run.
 * Always: a run that needs none starts none. Not here: brokers that a test pauses or kills; those are its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, startBroker } from '../../core/central/broker.ts';
import { NoKafka } from '../../core/central/kafka-files.ts';

/** What a test file is told: where the broker is, or why there is none. */
export type SharedBroker = { bootstrap: string } | { missing: string };

/** Vitest calls it once before the tests; what it answers is called after them. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Several projects may name this file.
  if (process.env.MORTAR_TEST_BROKER) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'mortar-broker-'));
  let starting: Promise<Broker> | undefined;
  const answer = async (): Promise<SharedBroker> => {
    if (process.env.KAFKA_BOOTSTRAP) return { bootstrap: process.env.KAFKA_BOOTSTRAP };
    starting ??= startBroker({ folder });
    try {
      return { bootstrap: (await starting).bootstrap };
    } catch (error) {
      return { missing: error instanceof NoKafka ? error.message : String(error) };
    }
  };
  const server = createServer(async (_, response) => response.end(JSON.stringify(await answer())));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  process.env.MORTAR_TEST_BROKER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    server.close();
    await starting?.then((broker) => broker.kill()).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  };
}
