import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../../..');
const DOMAIN = join(ROOT, 'libs/domain');

export interface Field {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string;
}

/** A type as its declaration says it: fields, or text where it has none of its own. */
export interface Shape {
  readonly fields: readonly Field[];
  readonly text: string | null;
  /** Named types it mentions. */
  readonly mentions: readonly string[];
}

/** Reads types of the domain from their declarations. Nothing is checked, so neither Node's types nor TypeScript's own are loaded. */
export class EventTypes {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  /** Declarations by name; names of the domain's types are unique where events mention them. */
  private readonly named = new Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>();

  constructor() {
    const doors = readdirSync(DOMAIN).map((library) => join(DOMAIN, library, 'src/index.ts'));
    const paths = { '@domain/*': [join(DOMAIN, '*/src/index.ts')] };
    const module = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
    this.program = ts.createProgram(doors, { ...module, noLib: true, types: [], paths, strict: true });
    this.checker = this.program.getTypeChecker();
  }

  /** Data of each event of a union: by its literal name, or by a pattern such as `${string}Created`. */
  events(library: string, union: string): ReadonlyMap<string, Shape> {
    const door = this.program.getSourceFile(join(DOMAIN, library, 'src/index.ts'));
    const exported = door && this.checker.getExportsOfModule(this.checker.getSymbolAtLocation(door)!);
    const declaration = exported
      ?.map((symbol) => this.declarationOf(symbol))
      .find((found) => found?.name.text === union);
    if (!declaration || !ts.isTypeAliasDeclaration(declaration))
      throw new Error(`${library} exports no union ${union}`);
    const members = ts.isUnionTypeNode(declaration.type) ? declaration.type.types : [declaration.type];
    return new Map(members.map((member) => this.event(member)));
  }

  /** A named type of the domain that some shape mentions. */
  type(name: string): { readonly shape: Shape; readonly about: string } {
    const declaration = this.named.get(name);
    if (!declaration) throw new Error(`no type ${name} in the domain`);
    const about = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(declaration)[0]?.comment) ?? '';
    const shape = ts.isInterfaceDeclaration(declaration)
      ? this.interfaceShape(declaration)
      : this.shape(declaration.type);
    return { shape, about: proseOf(about) };
  }

  /** `DomainEvent<'Name', Data>` or `{type: 'Name'; data: Data}`. */
  private event(node: ts.TypeNode): readonly [string, Shape] {
    if (ts.isTypeReferenceNode(node)) {
      const [name, data] = node.typeArguments ?? [];
      if (name && data) return [nameOf(name), this.data(data)];
    }
    if (ts.isTypeLiteralNode(node)) {
      const [type, data] = ['type', 'data'].map((wanted) => memberNamed(node, wanted));
      if (type && data) return [nameOf(type), this.data(data)];
    }
    throw new Error(`not an event: ${node.getText()}`);
  }

  /** The data of an event is shown field by field, even where it has a name of its own. */
  private data(node: ts.TypeNode): Shape {
    if (ts.isIntersectionTypeNode(node)) return joined(node.types.map((part) => this.data(part)));
    const declaration = ts.isTypeReferenceNode(node) ? this.declarationAt(node.typeName) : undefined;
    const isInterface = declaration !== undefined && ts.isInterfaceDeclaration(declaration);
    return isInterface && declaration.members.every(ts.isPropertySignature)
      ? this.interfaceShape(declaration)
      : this.shape(node);
  }

  private interfaceShape(declaration: ts.InterfaceDeclaration): Shape {
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => this.inherited(type)),
    );
    return joined([...inherited, this.fields(declaration.members)]);
  }

  private inherited(node: ts.ExpressionWithTypeArguments): Shape {
    const declaration = this.declarationAt(node.expression);
    if (declaration && ts.isInterfaceDeclaration(declaration)) return this.interfaceShape(declaration);
    return { fields: [{ name: '…', isOptional: false, type: plain(node) }], text: null, mentions: this.mentions(node) };
  }

  private shape(node: ts.TypeNode): Shape {
    if (ts.isTypeLiteralNode(node)) return this.fields(node.members);
    return { fields: [], text: plain(node), mentions: this.mentions(node) };
  }

  private fields(members: ts.NodeArray<ts.TypeElement>): Shape {
    const properties = members.filter(ts.isPropertySignature);
    if (properties.length === 0 && members.length > 0) {
      return {
        fields: [],
        text: `{ ${members.map(plain).join(' ')} }`,
        mentions: members.flatMap((member) => this.mentions(member)),
      };
    }
    const fields = properties.map((property) => ({
      name: property.name.getText(),
      isOptional: property.questionToken !== undefined,
      type: plain(property.type!),
    }));
    return { fields, text: null, mentions: properties.flatMap((property) => this.mentions(property)) };
  }

  private mentions(node: ts.Node): readonly string[] {
    const found: string[] = [];
    const visit = (child: ts.Node): void => {
      if (ts.isTypeReferenceNode(child) && this.declarationAt(child.typeName)) found.push(child.typeName.getText());
      ts.forEachChild(child, visit);
    };
    visit(node);
    return found;
  }

  private declarationAt(name: ts.Node): ts.InterfaceDeclaration | ts.TypeAliasDeclaration | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    const declaration = symbol && this.declarationOf(symbol);
    if (declaration) this.named.set(declaration.name.text, declaration);
    return declaration;
  }

  private declarationOf(symbol: ts.Symbol): ts.InterfaceDeclaration | ts.TypeAliasDeclaration | undefined {
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return target.declarations?.find(
      (node): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
        ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
    );
  }
}

/** Everything stored is read-only; that need not be said each time. */
const plain = (node: ts.Node): string =>
  node
    .getText()
    .replace(/\/\*\*.*?\*\//gs, '')
    .replace(/\breadonly /g, '')
    .replace(/\s+/g, ' ')
    .replace(/< | >/g, (bracket) => bracket.trim())
    .replace(/^\| /, '')
    .trim();

/** Without links, and without places in the specification, which readers of the document do not have. */
const proseOf = (comment: string): string =>
  comment
    .replace(/\s+/g, ' ')
    .replace(/\{@link (\w+)\}/g, '$1')
    .replace(/ ?\(spec [^)]*\)/g, '');

const nameOf = (node: ts.TypeNode): string => node.getText().slice(1, -1);

const memberNamed = ({ members }: ts.TypeLiteralNode, name: string): ts.TypeNode | undefined =>
  members.filter(ts.isPropertySignature).find((member) => member.name.getText() === name)?.type;

const joined = (parts: readonly Shape[]): Shape => ({
  fields: parts.flatMap(({ fields }) => fields),
  text: parts.find(({ text }) => text !== null)?.text ?? null,
  mentions: parts.flatMap(({ mentions }) => mentions),
});
