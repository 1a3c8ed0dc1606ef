/**
 * The log of the process: an allow-list of fields, so that nothing of a patient can reach it.
 * Of an error it keeps its class, its code and where it was thrown, never its message.
 */
import pino from 'pino';

export interface LogFields {
  what?: string;
  code?: string;
  error?: string;
  where?: string[];
  milliseconds?: number;
  count?: number;
}

const logger = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ fd: 2, sync: true }),
);

export const log = (level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void =>
  logger[level](fields, event);

/** Fields of an error that may be written down. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  return {
    error: error.constructor.name,
    ...(typeof code === 'string' ? { code } : {}),
    where: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 6)
      .map((line) => line.trim().replace(/\(?(file:\/\/)?[^\s(]*\/(core|node_modules)\//, '($2/')),
  };
};
