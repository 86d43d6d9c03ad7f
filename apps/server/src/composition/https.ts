import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HttpsSettings, Settings } from '../configuration/settings.js';
import type { Log } from '../logging/log.js';
import { type Certificate, CertificateRefused, ownCertificate } from '../tls/certificate.js';
import { type HttpsListener, listenHttps } from '../tls/https-listener.js';
import { listening, ListenRefused } from './listening.js';
import { selfSignedCertificate } from '../tls/self-signed.js';

/**
 * Opens the second door, with the certificate that was named or one of our own. A port that nobody asked for and somebody
 * else has is no failure: undefined, and a warning.
 * @throws CertificateRefused, or ListenRefused for the port it was told
 */
export const serveHttps = async (
  app: NestFastifyApplication,
  settings: Settings,
  log: Log,
): Promise<HttpsListener | undefined> => {
  const { https, host } = settings;
  if (https === null) return undefined;
  const certificate = await certificateFor(https, settings, log);
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.ready();
  const served = { answer: fastify.routing.bind(fastify), like: fastify.server };
  try {
    const place = { host, port: https.port };
    return await listening({ ...place, setting: 'CAIRN_HTTPS_PORT' }, () => listenHttps(served, certificate, place));
  } catch (error) {
    if (https.isAsked || !(error instanceof ListenRefused) || error.code !== 'EADDRINUSE') throw error;
    log.warn('HTTPS is not served: its default port is taken', { port: https.port });
    return undefined;
  }
};

const certificateFor = async (
  { certificate, key }: HttpsSettings,
  { data, host }: Settings,
  log: Log,
): Promise<Certificate> => {
  if (certificate !== null && key !== null) return ownCertificate(certificate, key);
  if (certificate !== key) throw new CertificateRefused('CAIRN_TLS_CERT and CAIRN_TLS_KEY go together');
  const made = await selfSignedCertificate(data, host);
  if (made.isNew) log.info('made a certificate for HTTPS, signed by itself', { file: made.file });
  return made;
};
