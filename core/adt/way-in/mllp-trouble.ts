/**
 * What can go wrong with a listening socket and with the greeting of TLS, in words that say what to do. Pure.
 * No name of a host or text of a certificate gets into a sentence.
 */
import type { ListenOptions } from './mllp-orders.ts';

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '');

/** Why nothing can be listened on. */
export const openingTrouble = (error: unknown, { address, port, tls }: ListenOptions): string => {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return `Port ${port} is used by another program, or by another source. Choose another, or end that one; it is tried again by itself.`;
  if (code === 'EACCES')
    return `Port ${port} may not be used by this program. Choose one above 1023; it is tried again by itself.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `This machine has no address ${address}. Correct the address of the source; it is tried again by itself.`;
  if (
    tls !== null &&
    (code.startsWith('ERR_OSSL') || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
  )
    return code.includes('KEY_VALUES_MISMATCH')
      ? 'The key does not belong to the certificate. Set adt.key and adt.certificate to a pair.'
      : 'The certificate or the key cannot be read. Both have to be PEM text, the key without a passphrase: adt.certificate, adt.key, adt.clientAuthorities.';
  return `Port ${port} cannot be listened on (${code || 'unknown'}). It is tried again by itself.`;
};

/** Why a sender was turned away when greeting, or null where he only went away again. */
export const refusedHandshake = (error: unknown, isUntrusted: boolean): string | null => {
  const code = codeOf(error);
  if (isUntrusted)
    return 'A sender was turned away: his certificate is not signed by an authority named in adt.clientAuthorities, or no longer valid.';
  if (code === 'ECONNRESET' || code === 'EPIPE') return null;
  if (code.includes('PEER_DID_NOT_RETURN_A_CERTIFICATE'))
    return 'A sender was turned away: he showed no certificate.';
  if (
    code.includes('HTTP_REQUEST') ||
    code.includes('WRONG_VERSION_NUMBER') ||
    code.includes('PACKET_LENGTH')
  )
    return 'A sender was turned away: he does not speak TLS. It has to be switched on at his end.';
  if (code.includes('UNSUPPORTED_PROTOCOL') || code.includes('VERSION'))
    return 'A sender was turned away: he speaks an old TLS only. 1.2 or 1.3 is needed.';
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return 'A sender was turned away: he did not finish greeting.';
  if (code.startsWith('ERR_SSL_TLSV1_ALERT') || code.includes('ALERT'))
    return 'A sender went away when greeting: he does not trust our certificate.';
  return `A sender was turned away: greeting him by TLS failed (${code || 'unknown'}).`;
};
