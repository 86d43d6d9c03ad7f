import { type Decider, type DomainEvent, refused } from '@domain/kernel';
import { specification } from './specification.js';

type Opened = DomainEvent<'Opened', { readonly name: string }>;
type Closed = DomainEvent<'Closed', { readonly tags: string[] }>;
type Door = { readonly open: boolean };
type Command = { readonly type: 'close' | 'jam'; readonly tags: string[] };

const door: Decider<Door, Command, Opened | Closed> = {
  initial: { open: false },
  decide: (command, state) => {
    if (command.type === 'jam') throw new Error('a fault of our own');
    if (command.tags.includes('locked')) throw refused({ error: 'It is locked.' }, 'LOCKED');
    return state.open ? [{ type: 'Closed', data: { tags: command.tags } }] : [];
  },
  evolve: (_state, event) => ({ open: event.type === 'Opened' }),
};

describe('specification', () => {
  const given = specification(door);
  const opened: Opened = { type: 'Opened', data: { name: 'front' } };
  const close = (...tags: string[]): Command => ({ type: 'close', tags });
  const closed = (...tags: string[]): Closed => ({ type: 'Closed', data: { tags } });

  it('compares the decided events', () => {
    given(opened).when(close('a')).then(closed('a'));
    expect(() => given(opened).when(close('a')).then(closed('b'))).toThrow();
    expect(() => given(opened).when(close('a')).then()).toThrow();
  });

  it('tells nothing from something', () => {
    given().when(close()).thenNothing();
    expect(() => given(opened).when(close()).thenNothing()).toThrow();
  });

  it('matches refusals by fields, text or predicate', () => {
    given(opened).when(close('locked')).thenRefused();
    given(opened).when(close('locked')).thenRefused({ kind: 'refused', code: 'LOCKED' });
    given(opened)
      .when(close('locked'))
      .thenRefused({ body: { error: 'It is locked.' } });
    given(opened)
      .when(close('locked'))
      .thenRefused(/locked/);
    given(opened)
      .when(close('locked'))
      .thenRefused((error) => error.kind === 'refused');
    expect(() => given(opened).when(close('locked')).thenRefused({ kind: 'invalid' })).toThrow();
    expect(() => given(opened).when(close('locked')).thenRefused(/ajar/)).toThrow();
  });

  it('does not take a success or a fault for a refusal', () => {
    expect(() => given(opened).when(close()).thenRefused()).toThrow(/expected a refusal/);
    expect(() => given(opened).when({ type: 'jam', tags: [] }).thenRefused()).toThrow(/a fault of our own/);
  });

  it('does not hide a refusal behind another ending', () => {
    expect(() => given(opened).when(close('locked')).thenNothing()).toThrow(/LOCKED/);
  });

  it('shows the state before and after', () => {
    expect(given(opened).state).toEqual({ open: true });
    given(opened)
      .when(close())
      .thenSatisfies((events, after) => {
        expect(events).toHaveLength(1);
        expect(after).toEqual({ open: false });
      });
  });

  it('freezes events and commands, so that a decider cannot change them', () => {
    const greedy = { ...door, decide: (command: Command) => (command.tags.push('mine'), []) };
    expect(() => specification(greedy)(opened).when(close()).thenNothing()).toThrow(TypeError);
  });
});
