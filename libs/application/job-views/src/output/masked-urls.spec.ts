import { withMaskedUrls } from './masked-urls.js';

describe('URLs in the output of project updates', () => {
  it.each([
    ['git clone https://ann:pw@git.example/x.git', 'git clone https://$encrypted$:$encrypted$@git.example/x.git'],
    ['https://token@git.example/x.git', 'https://$encrypted$@git.example/x.git'],
    ['https://git.example/x.git', 'https://git.example/x.git'],
    ['ann@git.example:x.git', 'ann@git.example:x.git'],
    ['https://git.example/a@b', 'https://git.example/a@b'],
  ])('%s', (text, masked) => expect(withMaskedUrls(text)).toBe(masked));
});
