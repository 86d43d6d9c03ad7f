export { DnsHostNames, type DnsOptions } from './dns-host-names.js';
