import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * An address in its one shortest form, so that two ways of writing it are equal; an IPv4 address that came over an IPv6
 * socket (`::ffff:10.0.0.5`) is the IPv4 address. Anything else stays as it is.
 */
export const canonicalAddress = (text: string): string =>
  isIP(text) === 0 || !ipaddr.isValid(text) ? text : ipaddr.process(text).toString();

export const isAddress = (text: string): boolean => isIP(text) !== 0;

/** Is the address the entry, or in the network that the entry names (`10.0.0.0/8`)? Names are in no network. */
export const isWithin = (address: string, entry: string): boolean => {
  if (address === canonicalAddress(entry)) return true;
  const [network = '', bits = ''] = entry.split('/');
  if (!isAddress(address) || !isAddress(network) || !/^\d{1,3}$/.test(bits)) return false;
  const [one, other] = [ipaddr.process(address), ipaddr.parse(network)];
  return (
    one.kind() === other.kind() && Number(bits) <= other.toByteArray().length * 8 && one.match(other, Number(bits))
  );
};
