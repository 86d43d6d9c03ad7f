import type { Expression, Operator, Scalar } from './syntax.js';
import { syntax } from './template-error.js';
import type { Token } from './tokens.js';

const WORDS: Readonly<Record<string, Scalar>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};
/** Far beyond any template in use. */
export const DEEPEST = 50;
const LONGEST = 500;
const RESERVED = new Set(['if', 'else', 'and', 'or', 'not', 'in', 'is']);

/** Reads one whole expression; anything left over is an error. */
export const parseExpression = (tokens: readonly Token[]): Expression => {
  if (tokens.length > LONGEST) throw syntax('expression is too long');
  const reader = new ExpressionReader(tokens);
  const expression = reader.choice();
  reader.expectEnd();
  return expression;
};

/** Recursive descent, weakest binding first: `x if y else z`, or, and, not, comparison, `~`, filters, members. */
class ExpressionReader {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  choice(): Expression {
    return this.nested(() => this.eitherOr());
  }

  /** Deep nesting is refused before it exhausts the stack. */
  private nested(read: () => Expression): Expression {
    if (++this.depth > DEEPEST) throw syntax('nested too deeply');
    const expression = read();
    this.depth--;
    return expression;
  }

  private eitherOr(): Expression {
    const then = this.any();
    if (!this.takes('if')) return then;
    const condition = this.any();
    const otherwise: Expression = this.takes('else') ? this.choice() : { kind: 'literal', value: '' };
    return { kind: 'either', condition, then, otherwise };
  }

  expectEnd(): void {
    const token = this.tokens[this.position];
    if (token) throw syntax(`unexpected '${token.text}'`);
  }

  private any(): Expression {
    return this.chain(['or'], () => this.all());
  }

  private all(): Expression {
    return this.chain(['and'], () => this.negation());
  }

  private negation(): Expression {
    return this.takes('not') ? { kind: 'not', of: this.nested(() => this.negation()) } : this.comparison();
  }

  private comparison(): Expression {
    const left = this.chain(['==', '!=', 'in'], () => this.concatenation());
    if (!this.takes('is')) return left;
    const expected = !this.takes('not');
    this.expect('defined');
    return { kind: 'defined', of: left, expected };
  }

  private concatenation(): Expression {
    return this.chain(['~'], () => this.filtered());
  }

  private chain(operators: readonly Operator[], operand: () => Expression): Expression {
    let left = operand();
    for (let operator = this.takesOne(operators); operator; operator = this.takesOne(operators)) {
      left = { kind: 'binary', operator, left, right: operand() };
    }
    return left;
  }

  private filtered(): Expression {
    let expression = this.primary();
    for (;;) {
      if (this.takes('.')) expression = { kind: 'member', of: expression, key: this.word() };
      else if (this.takes('[')) expression = this.subscript(expression);
      else if (this.takes('|')) expression = { kind: 'filter', of: expression, name: this.word(), args: this.args() };
      else return expression;
    }
  }

  private subscript(of: Expression): Expression {
    const token = this.next();
    if (token.kind !== 'string') throw syntax('only text may stand in brackets');
    this.expect(']');
    return { kind: 'member', of, key: token.text };
  }

  private args(): readonly Expression[] {
    const args: Expression[] = [];
    if (!this.takes('(') || this.takes(')')) return args;
    do args.push(this.choice());
    while (this.takes(','));
    this.expect(')');
    return args;
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === 'string') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'name') return this.named(token.text);
    if (token.text !== '(') throw syntax(`unexpected '${token.text}'`);
    const inner = this.choice();
    this.expect(')');
    return inner;
  }

  private named(name: string): Expression {
    if (RESERVED.has(name)) throw syntax(`unexpected '${name}'`);
    const value = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
    return value === undefined ? { kind: 'name', name } : { kind: 'literal', value };
  }

  private word(): string {
    const token = this.next();
    if (token.kind !== 'name') throw syntax(`expected a name, got '${token.text}'`);
    return token.text;
  }

  private next(): Token {
    const token = this.tokens[this.position++];
    if (!token) throw syntax('unexpected end of expression');
    return token;
  }

  private takes(text: string): boolean {
    const token = this.tokens[this.position];
    const isThere = token !== undefined && token.kind !== 'string' && token.text === text;
    if (isThere) this.position++;
    return isThere;
  }

  private takesOne(operators: readonly Operator[]): Operator | undefined {
    return operators.find((operator) => this.takes(operator));
  }

  private expect(text: string): void {
    if (!this.takes(text)) throw syntax(`expected '${text}'`);
  }
}
