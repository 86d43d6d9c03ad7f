import { createHash } from 'node:crypto';
import { type AggregateRunner, type CommandContext, derivedId, KeyedTurns } from '@application/event-sourcing';
import { type Claim, type NameState, nameCatalog, nameClaim } from '@domain/resource';
import { DomainError, type Json, invalid } from '@domain/kernel';
import type { ResourceDeclaration, UniqueConstraint } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';

const ATTEMPTS = 5;

/** A name that must be unique, as a stream: `name-host-<sha1 of scope and name>`. */
export const nameStream = (type: string, constraint: UniqueConstraint, values: Fields): string => {
  const parts: Json[] = constraint.fields.map((field) => values[field] ?? null);
  const digest = createHash('sha1')
    .update(JSON.stringify([constraint.fields, parts]))
    .digest('hex');
  return `name-${type}-${digest}`;
};

interface Wanted {
  readonly constraint: UniqueConstraint;
  readonly stream: string;
}

/** Those that claim names: asked whether they use one, and from then on held to the answer. */
export interface NameOwners {
  /** Fences the owner off: it either uses the name already, or never will under this claim. */
  readonly isUsing: (owner: string, claim: Claim, context: CommandContext) => Promise<boolean>;
}

/** What a create or a rename wants to reserve. */
export interface ClaimRequest {
  readonly declaration: Pick<ResourceDeclaration, 'unique'> & { readonly type: string };
  readonly owner: string;
  readonly name: string;
  readonly values: Fields;
  /** Held already; kept where the name stays the same. */
  readonly current: readonly Claim[];
  readonly context: CommandContext;
}

/**
 * Uniqueness without a transaction over two streams. A name is claimed in a stream of its own before the event that uses
 * it, and released after it is no longer used. A crash in between leaves a claim that its owner does not use: whoever
 * wants the name next first fences the owner's stream (then it never can use it) and takes the claim over.
 */
export class Names {
  private readonly turns = new KeyedTurns();

  constructor(
    private readonly runner: AggregateRunner,
    private readonly owners: NameOwners,
  ) {}

  /**
   * Those who want one name at once would take it from each other until nobody had it: in this process each has his turn, from the
   * claim until the name is used.
   */
  inTurn<Result>(request: Pick<ClaimRequest, 'declaration' | 'values'>, work: () => Promise<Result>): Promise<Result> {
    const streams = wantedOf(request).map(({ stream }) => stream);
    const turns = [...streams].sort().reduceRight((next, stream) => () => this.turns.run(stream, next), work);
    return turns();
  }

  /** @throws DomainError `invalid` with the constraint's message when another object has the name */
  async claim(request: ClaimRequest): Promise<readonly Claim[]> {
    const claims: Claim[] = [];
    try {
      for (const wanted of wantedOf(request)) {
        const kept = request.current.find(({ name }) => name === wanted.stream);
        claims.push(kept ?? (await this.claimOne(wanted, request)));
      }
      return claims;
    } catch (error) {
      await this.release(
        claims.filter((claim) => !isIn(claim, request.current)),
        request.owner,
        request.context,
      );
      throw error;
    }
  }

  /** Frees names that are no longer used. Safe to repeat; one forgotten is taken over by the next who wants it. */
  async release(claims: readonly Claim[], owner: string, context: CommandContext): Promise<void> {
    for (const { name, token } of claims)
      await this.runner.handle({
        stream: name,
        decider: nameClaim,
        catalog: nameCatalog,
        command: { type: 'ReleaseName', data: { owner, token } },
        context: { ...context, commandId: derivedId('release', context.commandId, name, token) },
      });
  }

  private async claimOne({ stream, constraint }: Wanted, request: ClaimRequest): Promise<Claim> {
    const token = derivedId('claim', request.context.commandId, request.owner, stream);
    let takeFrom: string | null = null;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (await this.isClaimed(stream, request, token, takeFrom)) return { name: stream, token };
      const { state } = await this.runner.load<NameState, never>(stream, nameClaim as never, nameCatalog);
      if (state.holder && (await this.isUsed(stream, state.holder, request.context)))
        throw invalid({ [constraint.errorKey]: [constraint.message] }, 'NAME_TAKEN');
      takeFrom = state.holder?.token ?? null;
    }
    throw new DomainError('retry', 'NAME_CONTENDED', { detail: 'Changed by someone else meanwhile; try again.' });
  }

  private async isClaimed(
    stream: string,
    { declaration, owner, name, context }: ClaimRequest,
    token: string,
    takeFrom: string | null,
  ): Promise<boolean> {
    try {
      await this.runner.handle({
        stream,
        decider: nameClaim,
        catalog: nameCatalog,
        command: { type: 'ClaimName', data: { owner, token, kind: declaration.type, name, takeFrom } },
        context: { ...context, commandId: derivedId('claim-name', token, takeFrom ?? '') },
      });
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'NAME_TAKEN') return false;
      throw error;
    }
  }

  private isUsed(
    name: string,
    { owner, token }: { owner: string; token: string },
    context: CommandContext,
  ): Promise<boolean> {
    const commandId = derivedId('fence', token, owner);
    return this.owners.isUsing(owner, { name, token }, { ...context, commandId });
  }
}

const wantedOf = ({ declaration, values }: Pick<ClaimRequest, 'declaration' | 'values'>): readonly Wanted[] =>
  declaration.unique
    .filter(({ applies }) => applies?.(values) ?? true)
    .map((constraint) => ({ constraint, stream: nameStream(declaration.type, constraint, values) }));

const isIn = (claim: Claim, claims: readonly Claim[]): boolean => claims.some(({ token }) => token === claim.token);
