/** A parsed template: texts, outputs and choices. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expression: Expression }
  | { readonly kind: 'choice'; readonly branches: readonly Branch[] };

/** `condition` is null for `else`. */
export interface Branch {
  readonly condition: Expression | null;
  readonly body: readonly Node[];
}

export type Expression =
  | { readonly kind: 'literal'; readonly value: Scalar }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: string }
  | { readonly kind: 'filter'; readonly of: Expression; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'defined'; readonly of: Expression; readonly expected: boolean }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'either';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

export type Operator = 'and' | 'or' | '==' | '!=' | '~' | 'in';
export type Scalar = string | number | boolean | null;

/** What a template may name: scalars, and objects of those (`tower.filename.x`). */
export type Scope = { readonly [name: string]: Scalar | Scope };
