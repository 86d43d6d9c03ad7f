import type { Criterion } from './criteria.js';
import type { FieldPath } from './field-path.js';

/** Whether it looks at the rows of a relation one by one. A negated test asks about all of them at once. */
export const followsMany = (criterion: Criterion): boolean => relationsOf(criterion).length > 0;

/** Criteria by the relations to many rows they follow. Rows of different relations need not be combined: their number would multiply. */
export const sharingRows = (criteria: readonly Criterion[]): readonly (readonly Criterion[])[] => {
  let groups: readonly Group[] = [];
  for (const criterion of criteria) {
    const relations = relationsOf(criterion);
    const isRelated = (group: Group): boolean => group.relations.some((relation) => relations.includes(relation));
    const related = groups.filter(isRelated);
    groups = [
      ...groups.filter((group) => !isRelated(group)),
      {
        relations: [...related.flatMap((group) => group.relations), ...relations],
        criteria: [...related.flatMap((group) => group.criteria), criterion],
      },
    ];
  }
  return groups.map((group) => group.criteria);
};

interface Group {
  readonly relations: readonly string[];
  readonly criteria: readonly Criterion[];
}

const relationsOf = (criterion: Criterion): readonly string[] => {
  if (criterion.kind === 'any') return criterion.of.flatMap(relationsOf);
  return criterion.isNegated ? [] : firstMany(criterion.path);
};

/** The way to the first relation with many rows: `inventory__hosts` of `inventory__hosts__groups__name`. */
const firstMany = ({ steps, field }: FieldPath): readonly string[] => {
  const relations = [...steps.map(({ relation }) => relation), ...(field.kind === 'relation' ? [field.relation] : [])];
  const at = relations.findIndex(({ kind }) => kind !== 'one');
  return at < 0
    ? []
    : [
        relations
          .slice(0, at + 1)
          .map(({ name }) => name)
          .join('__'),
      ];
};
