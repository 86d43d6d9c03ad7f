import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Who counts as one: an IPv6 host has a whole network of addresses to itself, which is its first half. */
export const networkOf = (address: string): string =>
  isIPv6(address) && ipaddr.isValid(address)
    ? ipaddr.parse(address).toNormalizedString().split(':', 4).join(':')
    : address;
