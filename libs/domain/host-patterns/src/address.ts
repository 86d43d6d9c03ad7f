const RANGE = String.raw`\[(?:\d+:\d+|[a-z]:[a-z]|[A-Z]:[A-Z])(?::\d+)?\]`;
const WORD = String.raw`(?:[\p{L}\p{N}_]|${RANGE})`;
const LABEL = String.raw`${WORD}(?:[\p{L}\p{N}_-]|${RANGE})*`;
const HOSTNAME = new RegExp(String.raw`^${LABEL}(?:\.${LABEL})*\.?$`, 'u');
const WITH_PORT = /^(?:\[(?<inside>[^\]]+)\]|(?<host>(?:[^:[\]]|\[[^\]]*\])+)):\d+$/;
const HEX = /^[0-9a-f]{1,4}$/i;

/** Whether Ansible takes the text for one host: a name (ranges included) or an address, with a port or without. */
export const isAddress = (text: string): boolean => {
  const { inside, host } = WITH_PORT.exec(text)?.groups ?? {};
  const name = inside ?? host ?? text;
  return HOSTNAME.test(name) || isIpv6(name);
};

const isIpv6 = (text: string): boolean => {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  return parts.every((part) => HEX.test(part)) && (halves.length === 2 ? parts.length < 8 : parts.length === 8);
};
