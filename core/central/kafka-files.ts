/**
 * Where Apache Kafka and the Java to run it are: the program's files are fetched once from Maven Central into a cache
 * folder of the user. Always: one fixed version; a folder that is there is whole, for it is filled beside and renamed.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '4.1.0';
const OLDEST_JAVA = 17;
const FETCH_LIMIT_MS = 300_000;

export interface KafkaFiles {
  /** The Java program. */
  readonly java: string;
  /** The folder of its jar files. */
  readonly libraries: string;
}

/** Kafka cannot be had on this machine; the sentence says what is missing and what to do. */
export class NoKafka extends Error {}

/** The user's folder for what can be fetched again; `MORTAR_KAFKA_CACHE` names another. */
export function cacheFolder(): string {
  const { MORTAR_KAFKA_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (MORTAR_KAFKA_CACHE) return MORTAR_KAFKA_CACHE;
  return join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache'), 'mortar', `kafka-${VERSION}`);
}

async function findJava(): Promise<string> {
  const named = process.env.JAVA_HOME ? [join(process.env.JAVA_HOME, 'bin', 'java')] : [];
  for (const java of [...named, 'java']) {
    const said = await run(java, ['-version']).catch(() => null);
    if (said && Number(/version "(\d+)/.exec(said.stderr)?.[1]) >= OLDEST_JAVA) return java;
  }
  throw new NoKafka(
    `Kafka needs Java ${OLDEST_JAVA} or newer. Install it (on Debian: default-jre-headless) or set JAVA_HOME.`,
  );
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>mortar</groupId><artifactId>central</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

async function fetchLibraries(libraries: string): Promise<void> {
  mkdirSync(join(libraries, '..'), { recursive: true });
  const beside = mkdtempSync(`${libraries}-`);
  try {
    writeFileSync(join(beside, 'pom.xml'), pom);
    await run(
      process.platform === 'win32' ? 'mvn.cmd' : 'mvn',
      [
        '-q',
        '-B',
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${beside}/jars`,
      ],
      { cwd: beside, timeout: FETCH_LIMIT_MS, shell: process.platform === 'win32' },
    );
    // Another program may have been quicker; its folder is as good.
    if (!existsSync(libraries)) renameSync(join(beside, 'jars'), libraries);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new NoKafka(
      missing
        ? 'Kafka is fetched with Maven. Install it (on Debian: maven).'
        : 'Kafka could not be fetched from Maven Central. Check the network, or name a running broker in KAFKA_BOOTSTRAP.',
      { cause },
    );
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Finds Java and Kafka, fetching Kafka (about 110 MB) the first time. Rejects with `NoKafka`. */
export async function kafkaFiles(say: (sentence: string) => void): Promise<KafkaFiles> {
  const java = await findJava();
  const libraries = join(cacheFolder(), 'libs');
  if (!existsSync(join(libraries, `kafka_2.13-${VERSION}.jar`))) {
    say(`Fetching Apache Kafka ${VERSION} into ${libraries}; this is done once.`);
    await fetchLibraries(libraries);
  }
  return { java, libraries };
}
