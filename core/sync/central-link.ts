/** The link to the central that the settings name. Not here: when it is opened and closed. */
import type { SettingName, SettingValue } from '../config.ts';
import { type KafkaLink, type KafkaLinkOptions, openKafkaLink } from './kafka/kafka.ts';
import { prefixed, topicNames, topics } from './topics.ts';

/** Opens the link; nothing is asked of central yet. Throws `LinkError` when the settings cannot be used so. */
export function openCentral(
  setting: <N extends SettingName>(name: N) => SettingValue<N>,
  patience: Pick<KafkaLinkOptions, 'answerMs'> = {},
): KafkaLink {
  const prefix = setting('central.prefix');
  return openKafkaLink({
    brokers: setting('central.brokers')
      .split(',')
      .map((broker) => broker.trim()),
    security: {
      kind: setting('central.security'),
      ca: setting('central.ca'),
      certificateFile: setting('central.certificateFile'),
      keyFile: setting('central.keyFile'),
      keyPassphrase: setting('central.keyPassphrase'),
      user: setting('central.user'),
      secret: setting('central.secret'),
      tokenUrl: setting('central.tokenUrl'),
      clientId: setting('central.clientId'),
      region: setting('central.region'),
    },
    clientId: ['mortar', setting('branch.id'), setting('workstation.number')]
      .filter((part) => part !== '')
      .join('-'),
    topics: Object.fromEntries(topicNames.map((name) => [prefixed(prefix, name), topics[name].partitions])),
    compression: setting('central.compression'),
    ...patience,
  });
}
