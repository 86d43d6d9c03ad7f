import { specification } from '@testing/specification';
import { resourceCatalog, resourceDecider } from './catalog.js';
import type { ResourceEvent } from './messages.js';

const given = specification(resourceDecider('Project'));
const claim = { name: 'name-project-1', token: 't1' };
const created: ResourceEvent = {
  type: 'ProjectCreated',
  data: { id: 6, name: 'app', fields: { name: 'app', timeout: 0 }, roles: { admin_role: 71 }, claims: [claim] },
};
const child = { ref: 'label-3', id: 3, name: 'night' };
const grant = { role: { id: 71, field: 'admin_role' }, to: { kind: 'user' as const, id: 4, name: 'ann' } };
const deleted: ResourceEvent = { type: 'ProjectDeleted', data: { id: 6, name: 'app' } };
const change = (fields: Record<string, string | number>, claims: readonly (typeof claim)[] | null = null) =>
  ({ type: 'ChangeResource', data: { name: 'app', fields, claims } }) as const;

describe('a resource', () => {
  it('is created once, its creator becoming administrator', () => {
    const command = { type: 'CreateResource', data: { ...created.data, admin: grant } } as never;
    given().when(command).then(created, { type: 'RoleGranted', data: grant });
    given(created).when(command).thenNothing();
    given(created, deleted).when(command).thenRefused({ kind: 'retry' });
  });

  it('tells what a change changed, and nothing when it changed nothing', () => {
    given(created)
      .when(change({ name: 'app', timeout: 5 }))
      .then({ type: 'ProjectChanged', data: { name: 'app', changes: [{ field: 'timeout', old: 0, new: 5 }] } });
    given(created)
      .when(change({ timeout: 0 }))
      .thenNothing();
  });

  it.each(['ChangeResource', 'DeleteResource', 'AttachResource', 'GrantRole', 'RemoveSurvey'])(
    'is missing to %s before it is created and after it is deleted',
    (type) => {
      const command = {
        type,
        data: { name: '', fields: {}, claims: null, relation: 'labels', child, ...grant },
      } as never;
      given().when(command).thenRefused({ kind: 'missing' });
      given(created, deleted).when(command).thenRefused({ kind: 'missing' });
    },
  );

  it('links and unlinks once', () => {
    const data = { relation: 'labels', child };
    const attached: ResourceEvent = { type: 'ProjectAttached', data };
    given(created).when({ type: 'AttachResource', data }).then(attached);
    given(created, attached).when({ type: 'AttachResource', data }).thenNothing();
    given(created, attached).when({ type: 'DetachResource', data }).then({ type: 'ProjectDetached', data });
    given(created).when({ type: 'DetachResource', data }).thenNothing();
  });

  it('grants and revokes a role once', () => {
    const granted: ResourceEvent = { type: 'RoleGranted', data: grant };
    given(created).when({ type: 'GrantRole', data: grant }).then(granted);
    given(created, granted).when({ type: 'GrantRole', data: grant }).thenNothing();
    given(created, granted).when({ type: 'RevokeRole', data: grant }).then({ type: 'RoleRevoked', data: grant });
    given(created).when({ type: 'RevokeRole', data: grant }).thenNothing();
  });

  it('sees an equal secret by its keyed hash', () => {
    const sealed = (ct: string, mac: string) => ({ sealed: { kid: 'k', iv: 'i', ct, tag: 't' }, mac });
    const cred: ResourceEvent = {
      type: 'ProjectCreated',
      data: { ...created.data, fields: { inputs: { password: sealed('a', 'm1') } } },
    };
    given(cred)
      .when(change({ inputs: { password: sealed('b', 'm1') } } as never))
      .thenNothing();
    given(cred)
      .when(change({ inputs: { password: sealed('b', 'm2') } } as never))
      .thenSatisfies((events) => expect(events).toHaveLength(1));
  });

  it('gives up a claimed name only while it does not use it', () => {
    const other = { name: 'name-project-2', token: 't2' };
    const forgone: ResourceEvent = { type: 'NameForgone', data: { claim: other } };
    given().when({ type: 'ForgoName', data: { claim } }).then({ type: 'CreationAbandoned', data: { claim } });
    given(created).when({ type: 'ForgoName', data: { claim } }).thenNothing();
    given(created)
      .when({ type: 'ForgoName', data: { claim: other } })
      .then(forgone);
    given(created, forgone)
      .when({ type: 'ForgoName', data: { claim: other } })
      .thenNothing();
    given(created, forgone)
      .when(change({ name: 'b' }, [other]))
      .thenRefused({ code: 'NAME_LOST' });
    given(created, deleted).when({ type: 'ForgoName', data: { claim } }).thenNothing();
  });

  it('cannot be created after its name was taken over', () => {
    given({ type: 'CreationAbandoned', data: { claim } })
      .when({ type: 'CreateResource', data: { ...created.data, admin: null } } as never)
      .thenRefused({ kind: 'retry' });
  });

  it('keeps the newest survey', () => {
    const survey = { name: '', description: '', questions: [], secrets: {} };
    const replaced: ResourceEvent = { type: 'SurveySpecReplaced', data: survey };
    given(created).when({ type: 'ReplaceSurvey', data: survey }).then(replaced);
    given(created, replaced).when({ type: 'RemoveSurvey' }).then({ type: 'SurveySpecRemoved', data: {} });
    given(created).when({ type: 'RemoveSurvey' }).thenNothing();
  });

  it('knows each event it decides', () => {
    expect(Object.keys(resourceCatalog('Project'))).toEqual(expect.arrayContaining(['ProjectCreated', 'NameForgone']));
    expect(resourceCatalog('JobTemplate', true)).toHaveProperty('SurveySpecReplaced');
  });
});
