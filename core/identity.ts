/** New identities: UUID version 7 (RFC 9562), so that rows made after one another lie beside one another. */
import { randomUUID } from 'node:crypto';

/** `randomUUID` draws its randomness in large helpings, which `randomBytes` for each identity would not. */
export const newId = (now: number = Date.now()): string => {
  const time = now.toString(16).padStart(12, '0');
  const random = randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
};
