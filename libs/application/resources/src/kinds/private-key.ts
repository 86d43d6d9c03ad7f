const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const OPENSSH = '-----BEGIN OPENSSH PRIVATE KEY-----';

/** Does the text hold a key between its two lines? The search for the end starts once, so long texts cost no more than their length. */
export const isPrivateKey = (text: string): boolean => {
  const begin = BEGIN.exec(text);
  return begin !== null && END.test(text.slice(begin.index + begin[0].length));
};

/** An OpenSSH key names its cipher in the base64 body; the older formats say so in a header. */
export const isEncryptedKey = (text: string): boolean => {
  if (/Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/.test(text)) return true;
  const start = text.indexOf(OPENSSH);
  if (start < 0) return false;
  const [body = ''] = text.slice(start + OPENSSH.length).split('-', 1);
  const head = Buffer.from(body.replace(/\s/g, ''), 'base64').subarray(15, 64).toString('latin1');
  return head.startsWith('\0\0\0') && !head.slice(4).startsWith('none');
};
