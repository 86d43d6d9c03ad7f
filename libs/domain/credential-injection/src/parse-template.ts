import { DEEPEST, parseExpression } from './parse-expression.js';
import type { Branch, Node } from './syntax.js';
import { syntax } from './template-error.js';
import { type Piece, type Token, piecesOf } from './tokens.js';

/**
 * Parses the part of Jinja2 that injectors need: `{{ }}`, `{% if %}` … `{% endif %}`, comments.
 * @throws TemplateError with reason `syntax` for everything else
 */
export const parseTemplate = (template: string): readonly Node[] => {
  const reader = new PieceReader(piecesOf(template));
  const nodes = reader.nodes();
  reader.expectEnd();
  return nodes;
};

class PieceReader {
  private position = 0;
  private depth = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  /** Nodes up to a statement that ends a branch, or to the end. */
  nodes(): readonly Node[] {
    const nodes: Node[] = [];
    for (let piece = this.pieces[this.position]; piece; piece = this.pieces[this.position]) {
      if (piece.kind === 'statement' && ENDS.has(wordOf(piece.tokens))) break;
      this.position++;
      nodes.push(this.node(piece));
    }
    return nodes;
  }

  expectEnd(): void {
    if (this.position < this.pieces.length) throw syntax(`unexpected '${this.word()}'`);
  }

  private node(piece: Piece): Node {
    if (piece.kind === 'text') return piece;
    if (piece.kind === 'output') return { kind: 'output', expression: parseExpression(piece.tokens) };
    if (wordOf(piece.tokens) !== 'if') throw syntax(`Encountered unknown tag '${wordOf(piece.tokens)}'.`);
    return this.choice(piece.tokens);
  }

  private choice(opening: readonly Token[]): Node {
    if (++this.depth > DEEPEST) throw syntax('nested too deeply');
    const branches: Branch[] = [{ condition: parseExpression(opening.slice(1)), body: this.nodes() }];
    while (this.word() !== 'endif') {
      if (branches.at(-1)?.condition === null) throw syntax("expected 'endif'");
      branches.push(this.branch());
    }
    this.position++;
    this.depth--;
    return { kind: 'choice', branches };
  }

  private branch(): Branch {
    const piece = this.pieces[this.position++];
    const tokens = piece?.kind === 'statement' ? piece.tokens : [];
    const condition = wordOf(tokens) === 'elif' ? parseExpression(tokens.slice(1)) : null;
    return { condition, body: this.nodes() };
  }

  private word(): string {
    const piece = this.pieces[this.position];
    if (!piece) throw syntax("Unexpected end of template, expected 'endif'.");
    return piece.kind === 'statement' ? wordOf(piece.tokens) : '';
  }
}

const ENDS = new Set(['elif', 'else', 'endif']);

const wordOf = (tokens: readonly Token[]): string => tokens[0]?.text ?? '';
