import { specification } from '@testing/specification';
import { nameClaim } from './name-claim.js';

const given = specification(nameClaim);
const mine = { owner: 'org-1', token: 'a', kind: 'organization', name: 'Default' };
const yours = { owner: 'org-2', token: 'b', kind: 'organization', name: 'Default' };
const claim = (data: typeof mine, takeFrom: string | null = null) =>
  ({ type: 'ClaimName', data: { ...data, takeFrom } }) as const;

describe('a unique name', () => {
  it('belongs to who claims it first', () => {
    given().when(claim(mine)).then({ type: 'NameClaimed', data: mine });
    given({ type: 'NameClaimed', data: mine }).when(claim(mine)).thenNothing();
    given({ type: 'NameClaimed', data: mine })
      .when(claim(yours))
      .thenRefused({ code: 'NAME_TAKEN', body: { owner: 'org-1', token: 'a' } });
  });

  it('is free after its release, which only the holder can do', () => {
    const held = { type: 'NameClaimed', data: mine } as const;
    const released = { type: 'NameReleased', data: { owner: 'org-1', token: 'a' } } as const;
    given(held)
      .when({ type: 'ReleaseName', data: { owner: 'org-1', token: 'a' } })
      .then(released);
    given(held)
      .when({ type: 'ReleaseName', data: { owner: 'org-2', token: 'b' } })
      .thenNothing();
    given(held, released).when(claim(yours)).then({ type: 'NameClaimed', data: yours });
  });

  it('passes from an orphaned claim, and only from that one', () => {
    const held = { type: 'NameClaimed', data: mine } as const;
    given(held)
      .when(claim(yours, 'a'))
      .then({ type: 'NameReleased', data: { owner: 'org-1', token: 'a' } }, { type: 'NameClaimed', data: yours });
    given(held).when(claim(yours, 'z')).thenRefused({ code: 'NAME_TAKEN' });
  });
});
