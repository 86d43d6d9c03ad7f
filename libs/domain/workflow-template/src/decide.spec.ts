import { NO_RECORD } from '@domain/launch';
import { DomainError, type JsonObject } from '@domain/kernel';
import { credential, jobTemplate, sealed, workflowTemplate } from '@testing/launch';
import { specification } from '@testing/specification';
import {
  type EdgeKind,
  linkRefusalError,
  type NodeTemplate,
  workflowGraph,
  type WorkflowGraphCommand,
  workflowGraphCatalog,
  type WorkflowGraphEvent,
  workflowTemplateStream,
} from './index.js';

/** The template's own event, which its resource writes. */
const created = { type: 'WorkflowTemplateCreated', data: {} } as unknown as WorkflowGraphEvent;
const templateDeleted = { type: 'WorkflowTemplateDeleted', data: {} } as unknown as WorkflowGraphEvent;
const roleGranted = { type: 'RoleGranted', data: {} } as unknown as WorkflowGraphEvent;

const specified = specification(workflowGraph);
const given = (...events: readonly WorkflowGraphEvent[]) => specified(created, ...events);

const DEPLOY: NodeTemplate = { ref: 'jt-8', rev: 19, id: 8, name: 'Deploy app', kind: 'job_template' };

const saved = (node: number, prompts: JsonObject = {}) => ({
  identifier: `node-${node}`,
  template: DEPLOY,
  converge: false,
  prompts,
});
const added = (node: number, prompts: JsonObject = {}): WorkflowGraphEvent => ({
  type: 'NodeAdded',
  data: { node, ...saved(node, prompts), ...NO_RECORD },
});
const add = (node: number, more: object = {}): WorkflowGraphCommand => ({
  type: 'AddNode',
  node,
  saved: { ...saved(node), ...more },
  record: NO_RECORD,
  below: null,
});

const edge = (parent: number, kind: EdgeKind, child: number) => ({ parent, child, kind });
const link = (...ends: Parameters<typeof edge>): WorkflowGraphCommand => ({ type: 'LinkNodes', data: edge(...ends) });
const linked = (...ends: Parameters<typeof edge>): WorkflowGraphEvent => ({ type: 'NodesLinked', data: edge(...ends) });
const refusedLink = (reason: Parameters<typeof linkRefusalError>[0], ...ends: Parameters<typeof edge>) =>
  ({ type: 'LinkRefused', data: { ...edge(...ends), reason } }) as const;

const TAKEN = {
  kind: 'invalid',
  body: { __all__: ['Workflow job template node with this Identifier and Workflow job template already exists.'] },
};

it('lies on the stream of its template', () => expect(workflowTemplateStream(20)).toBe('wfjt-20'));

it('knows each of its events and describes it in one line', () => {
  for (const { about } of Object.values(workflowGraphCatalog)) expect(about).toMatch(/^.{20,120}\.$/);
});

describe('a node', () => {
  it('is added as it was saved', () => given().when(add(31)).then(added(31)));

  it('is added once', () => given(added(31)).when(add(31)).thenNothing());

  it('needs a template to be in', () => {
    specified().when(add(31)).thenRefused({ kind: 'missing' });
    given(templateDeleted).when(add(31)).thenRefused({ kind: 'missing' });
  });

  it('is not disturbed by what else happens to the template', () =>
    given(added(31), roleGranted)
      .when(add(32, { identifier: 'node-31' }))
      .thenRefused(TAKEN));

  it('may have the identifier of one that is gone', () =>
    given(added(31), { type: 'NodeRemoved', data: { node: 31, identifier: 'node-31', edges: [], roots: [] } })
      .when(add(32, { identifier: 'node-31' }))
      .thenSatisfies((events) => expect(events).toHaveLength(1)));

  it('can be added and linked below another in one step', () =>
    given(added(31))
      .when({ type: 'AddNode', node: 32, saved: saved(32), record: NO_RECORD, below: { parent: 31, kind: 'always' } })
      .then(added(32), linked(31, 'always', 32)));

  it('is not added below one that is gone', () =>
    given()
      .when({ type: 'AddNode', node: 32, saved: saved(32), record: NO_RECORD, below: { parent: 31, kind: 'always' } })
      .thenRefused({ kind: 'missing' }));

  it('takes its edges along and leaves its children as roots', () =>
    //  31 ── 32 ── 33      removing 32 makes 33 a root, 34 still has 31
    //     └───────┴─ 34
    given(
      ...[31, 32, 33, 34].map((id) => added(id)),
      linked(31, 'success', 32),
      linked(32, 'failure', 33),
      linked(32, 'always', 34),
      linked(31, 'always', 34),
    )
      .when({ type: 'RemoveNode', node: 32 })
      .thenSatisfies((events, { nodes, edges }) => {
        const gone = [edge(31, 'success', 32), edge(32, 'failure', 33), edge(32, 'always', 34)];
        const data = { node: 32, identifier: 'node-32', edges: gone, roots: [33] };
        expect(events).toEqual([{ type: 'NodeRemoved', data }]);
        expect(nodes.has(32)).toBe(false);
        expect(edges).toEqual([{ from: 31, to: 34, kind: 'always' }]);
      }));
});

describe('changing a node', () => {
  const change = (changes: object, record = NO_RECORD): WorkflowGraphCommand => ({
    type: 'ChangeNode',
    node: 31,
    changes,
    record,
  });

  it('tells per field what it was and what it is', () =>
    given(added(31, { limit: 'db', forks: 3 }))
      .when(change({ identifier: 'first', converge: true, prompts: { limit: 'web', forks: null, timeout: 5 } }))
      .thenSatisfies((events, { nodes }) => {
        const changes = [
          { field: 'identifier', old: 'node-31', new: 'first' },
          { field: 'converge', old: false, new: true },
          { field: 'limit', old: 'db', new: 'web' },
          { field: 'forks', old: 3, new: null },
          { field: 'timeout', old: null, new: 5 },
        ];
        expect(events).toEqual([{ type: 'NodeChanged', data: { node: 31, changes, ...NO_RECORD } }]);
        expect(nodes.get(31)).toMatchObject({
          identifier: 'first',
          converge: true,
          prompts: { limit: 'web', timeout: 5 },
        });
        expect(nodes.get(31)?.prompts).not.toHaveProperty('forks');
      }));

  it('to what it is already is no change, at whatever revision the template stands', () =>
    given(added(31, { limit: 'db' }))
      .when(change({ identifier: 'node-31', template: { ...DEPLOY, rev: 25 }, prompts: { limit: 'db', forks: null } }))
      .thenNothing());

  it('takes another template, or none', () => {
    const other: NodeTemplate = { ref: 'project-6', rev: 2, id: 6, name: 'web', kind: 'project' };
    const history = given(added(31));
    history
      .when(change({ template: other }))
      .thenSatisfies((_events, { nodes }) => expect(nodes.get(31)?.template).toEqual(other));
    history
      .when(change({ template: null }))
      .thenSatisfies((_events, { nodes }) => expect(nodes.get(31)?.template).toBeNull());
  });

  it('compares secrets by their keyed hash and keeps record of masked answers', () => {
    const answers = (secret: object) => ({ prompts: { extra_data: { pw: secret, size: { v: 3 } } } });
    const history = given(added(31, answers(sealed('pw')).prompts as unknown as JsonObject));
    const again = { ...sealed('pw'), sealed: { kid: 'k1', iv: 'b3RoZXI', ct: 'other', tag: 'dGFn' } };
    history.when(change(answers(again))).thenNothing();
    history.when(change(answers({ v: 'clear' }))).thenSatisfies((events) => expect(events).toHaveLength(1));
    const record = { ...NO_RECORD, kept: ['pw'] };
    history
      .when(change(answers(sealed('new')), record))
      .thenSatisfies((events) => expect(events).toMatchObject([{ type: 'NodeChanged', data: { kept: ['pw'] } }]));
  });

  it('cannot take an identifier that is in use', () =>
    given(added(31), added(32))
      .when(change({ identifier: 'node-32' }))
      .thenRefused(TAKEN));

  it('needs the node', () => given().when(change({})).thenRefused({ kind: 'missing' }));
});

describe('an edge', () => {
  const graph = given(added(31), added(32), added(33), linked(31, 'success', 32), linked(32, 'failure', 33));

  it('joins two nodes', () => graph.when(link(31, 'always', 33)).then(linked(31, 'always', 33)));
  it('is drawn once', () => graph.when(link(31, 'success', 32)).thenNothing());
  it('is the only one between two nodes', () =>
    graph.when(link(31, 'always', 32)).then(refusedLink('other_kind_exists', 31, 'always', 32)));
  it('never leads back to its own node', () =>
    graph.when(link(31, 'always', 31)).then(refusedLink('cycle', 31, 'always', 31)));
  it('never closes a cycle, through whatever kinds', () =>
    graph.when(link(33, 'always', 31)).then(refusedLink('cycle', 33, 'always', 31)));
  it('stays within its workflow', () =>
    graph.when(link(31, 'always', 99)).then(refusedLink('foreign_node', 31, 'always', 99)));
  it('needs a node to start from', () => graph.when(link(99, 'always', 31)).thenRefused({ kind: 'missing' }));

  it('is taken away only from the list it is in', () => {
    graph.when({ type: 'UnlinkNodes', data: edge(31, 'always', 32) }).thenNothing();
    graph.when({ type: 'UnlinkNodes', data: edge(31, 'success', 32) }).thenSatisfies((events, { edges }) => {
      expect(events).toEqual([{ type: 'NodesUnlinked', data: edge(31, 'success', 32) }]);
      expect(edges).toEqual([{ from: 32, to: 33, kind: 'failure' }]);
    });
  });

  it('that was refused is answered in the words of AWX', () => {
    expect(linkRefusalError('cycle')).toMatchObject({ kind: 'refused', body: { Error: 'Cycle detected.' } });
    expect(linkRefusalError('other_kind_exists').body).toEqual({ Error: 'Relationship not allowed.' });
    expect(linkRefusalError('foreign_node').kind).toBe('forbidden');
  });
});

describe('a credential', () => {
  const target = jobTemplate({ asks: { credentials: true } });
  const ssh = credential('ssh', 4);
  const offer = (more: object = {}): WorkflowGraphCommand => ({
    type: 'AttachNodeCredential',
    data: { node: 31, credential: ssh, target, present: [], ...more },
  });
  const shop = { node: 31, credential: { id: 4, name: 'shop-ssh' } };
  const attached: WorkflowGraphEvent = { type: 'NodeCredentialAttached', data: { ...shop, exclusivityKey: '1' } };
  const refused = (rule: string, message: string, of = shop) =>
    ({ type: 'CredentialAssociationRefused', data: { ...of, rule, message } }) as WorkflowGraphEvent;

  it('joins a node whose template asks for one', () => given(added(31)).when(offer()).then(attached));

  it('is refused by the first rule it breaks, and history remembers', () => {
    const history = given(added(31));
    history
      .when(offer({ target: null }))
      .then(refused('null_template', 'Cannot assign credential when related template is null.'));
    history
      .when(offer({ target: workflowTemplate() }))
      .then(refused('type_takes_none', 'Related template cannot accept credentials on launch.'));
    history
      .when(offer({ target: jobTemplate() }))
      .then(refused('not_prompted', 'Related template is not configured to accept credentials on launch.'));
  });

  it('is refused to those who may not, and history remembers whom', () => {
    const data = { ...shop, rule: 'no_use', message: 'no' } as const;
    given(added(31)).when({ type: 'RefuseNodeCredential', data }).then(refused('no_use', 'no'));
    expect(() => given().when({ type: 'RefuseNodeCredential', data }).thenNothing()).toThrow(DomainError);
  });

  it('is refused beside one of its class', () => {
    const other = { node: 31, credential: { id: 5, name: 'shop-ssh' } };
    given(added(31), attached)
      .when(offer({ credential: credential('ssh', 5), present: [ssh] }))
      .then(refused('duplicate_type', 'This launch configuration already provides a Machine credential.', other));
  });

  it('is judged again when the node has got another one meanwhile', () =>
    given(added(31), attached)
      .when(offer({ credential: credential('ssh', 5) }))
      .thenRefused({ kind: 'retry' }));

  it('that left meanwhile is in nobody’s way', () =>
    given(added(31))
      .when(offer({ present: [credential('ssh', 5)] }))
      .then(attached));

  it('leaves once', () => {
    const detach = { type: 'DetachNodeCredential', data: shop } as const;
    const detached = { type: 'NodeCredentialDetached', data: shop } as const;
    given(added(31), attached).when(detach).then(detached);
    given(added(31), attached, detached).when(detach).thenNothing();
  });
});

describe('labels and instance groups', () => {
  const label = { node: 31, label: { id: 7, name: 'night' } };
  const labelled = { type: 'NodeLabelAttached', data: label } as const;
  const groups = (...instanceGroups: number[]) =>
    ({ type: 'NodeInstanceGroupsChanged', data: { node: 31, instanceGroups } }) as const;

  it('labels come and go once', () => {
    given(added(31)).when({ type: 'AttachNodeLabel', data: label }).then(labelled);
    given(added(31), labelled).when({ type: 'AttachNodeLabel', data: label }).thenNothing();
    given(added(31), labelled)
      .when({ type: 'DetachNodeLabel', data: label })
      .then({ type: 'NodeLabelDetached', data: label });
    given(added(31)).when({ type: 'DetachNodeLabel', data: label }).thenNothing();
  });

  it('instance groups keep the order in which they came', () => {
    const two = given(added(31), groups(9, 4));
    two.when({ type: 'AttachNodeInstanceGroup', node: 31, instanceGroup: 2 }).then(groups(9, 4, 2));
    two.when({ type: 'AttachNodeInstanceGroup', node: 31, instanceGroup: 9 }).thenNothing();
    two.when({ type: 'DetachNodeInstanceGroup', node: 31, instanceGroup: 9 }).then(groups(4));
    two.when({ type: 'DetachNodeInstanceGroup', node: 31, instanceGroup: 2 }).thenNothing();
  });

  it('need a node', () => given().when({ type: 'AttachNodeLabel', data: label }).thenRefused({ kind: 'missing' }));
});

describe('when something is deleted, every node lets go of it', () => {
  const forget = (kind: string, id: number) => ({ type: 'ForgetDeleted', kind, id }) as WorkflowGraphCommand;
  const history = given(
    added(32, { inventory: 3, execution_environment: 2 }),
    added(31, { inventory: 4 }),
    { type: 'NodeCredentialAttached', data: { node: 31, credential: { id: 4, name: 'shop' }, exclusivityKey: '1' } },
    { type: 'NodeLabelAttached', data: { node: 31, label: { id: 7, name: 'night' } } },
    { type: 'NodeInstanceGroupsChanged', data: { node: 31, instanceGroups: [9, 4] } },
  );

  it('the template, in the order of the nodes', () =>
    history
      .when(forget('template', 8))
      .then(...[31, 32].map((node) => ({ type: 'NodeTemplateLost', data: { node, template: DEPLOY } }) as const)));

  it.each(['inventory', 'execution_environment'] as const)('the %s of a saved prompt', (field) => {
    const id = field === 'inventory' ? 3 : 2;
    const changes = [{ field, old: id, new: null }];
    history.when(forget(field, id)).then({ type: 'NodeChanged', data: { node: 32, changes, ...NO_RECORD } });
  });

  it('members of its lists', () => {
    history
      .when(forget('credential', 4))
      .then({ type: 'NodeCredentialDetached', data: { node: 31, credential: { id: 4, name: '' } } });
    history
      .when(forget('label', 7))
      .then({ type: 'NodeLabelDetached', data: { node: 31, label: { id: 7, name: '' } } });
    history
      .when(forget('instance_group', 9))
      .then({ type: 'NodeInstanceGroupsChanged', data: { node: 31, instanceGroups: [4] } });
  });

  it('and forgets it once', () => {
    const lost = (node: number): WorkflowGraphEvent => ({ type: 'NodeTemplateLost', data: { node, template: DEPLOY } });
    given(added(31), lost(31)).when(forget('template', 8)).thenNothing();
    for (const kind of ['inventory', 'credential', 'label', 'instance_group'])
      history.when(forget(kind, 99)).thenNothing();
  });
});
