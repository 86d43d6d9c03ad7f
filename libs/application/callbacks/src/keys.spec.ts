import { isWithin, canonicalAddress } from './addresses.js';
import { givenKey, isRightKey } from './keys.js';
import { networkOf } from './networks.js';

describe('keys', () => {
  it.each([undefined, null, 0, 7, true, [], ['k'], {}])('%p is none', (sent) => expect(givenKey(sent)).toBe(''));

  it.each([
    ['k', 'k', true],
    ['k', 'K', false],
    ['', '', false],
    ['', 'k', false],
    ['k', '', false],
    ['k\u0000', 'k', false],
    ['é', 'e\u0301', false],
  ])('%p for %p: %p', (given, own, isRight) => expect(isRightKey(given, own)).toBe(isRight));
});

describe('addresses', () => {
  it.each([
    ['::ffff:10.0.0.5', '10.0.0.5'],
    ['::FFFF:0A00:0005', '10.0.0.5'],
    ['FD00:0:0::A', 'fd00::a'],
    ['010.0.0.5', '010.0.0.5'],
    ['0x0a000005', '0x0a000005'],
    ['10.5', '10.5'],
    ['web', 'web'],
  ])('%s is %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

  it.each([
    ['10.0.0.5', '10.0.0.5', true],
    ['10.0.0.5', '::ffff:10.0.0.5', true],
    ['10.0.0.5', '10.0.0.0/24', true],
    ['10.0.1.5', '10.0.0.0/24', false],
    ['fd00::5', 'fd00::/64', true],
    ['10.0.0.5', 'fd00::/64', false],
    ['10.0.0.5', '10.0.0.0/33', false],
    ['10.0.0.5', '10.0.0.0/', false],
    ['10.0.0.5', '0/0', false],
    ['web', '0.0.0.0/0', false],
  ])('%s is within %s: %p', (address, entry, isIn) => expect(isWithin(address, entry)).toBe(isIn));

  it.each([
    ['10.0.0.5', '10.0.0.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::1', '2001:db8:1:2'],
    ['', ''],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});
