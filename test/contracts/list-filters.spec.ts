import { ListReader, LOOKUPS, type QueryColumn, type QueryModel } from '@application/queries';
import { DomainError } from '@domain/kernel';
import { MODELS } from '../../apps/server/src/composition/services.js';
import { ServedApi } from '../access/served-api.js';

/** Something that a column takes. */
const operandOf = ({ type }: QueryColumn): string => {
  if (type === 'boolean') return 'true';
  if (type === 'datetime') return '2030-01-15T03:00:00Z';
  return ['string', 'text', 'json'].includes(type) ? 'é_a' : '7';
};

/** Ways to ask for one column. */
const questions = (column: QueryColumn): readonly string[] => {
  const { name } = column;
  const operand = encodeURIComponent(operandOf(column));
  const filters = LOOKUPS.map((lookup) => `${name}__${lookup}=${lookup === 'isnull' ? 'false' : operand}`);
  return [...filters, `not__${name}=${operand}`, `order_by=${name}`, `order_by=-${name}`];
};

describe('the store of the read models', () => {
  let api: ServedApi;
  let lists: ListReader;

  beforeAll(async () => {
    api = await ServedApi.open();
    lists = new ListReader(api.stores.read, () => MODELS);
  });
  afterAll(() => api.close());

  /** What went wrong that is not the caller's fault. */
  const fault = async (model: QueryModel, search: string): Promise<string | undefined> => {
    try {
      await lists.page({ model, search: `${search}&page_size=1`, path: '/' });
      return undefined;
    } catch (error) {
      return error instanceof DomainError ? undefined : `${search}: ${String(error)}`;
    }
  };

  it.each(MODELS.map((model) => [model.name, model] as const))(
    'understands each lookup and order of each column of %s, and of what its relations lead to',
    async (_name, model) => {
      const related = (model.relations ?? []).flatMap(({ name }) => [
        `${name}__isnull=true`,
        `${name}=1`,
        `${name}__id__in=1,2`,
        `${name}__name__icontains=É`,
        `order_by=${name}`,
        `order_by=-${name}__name`,
      ]);
      const searches = [...model.columns.flatMap(questions), ...related, 'search=a', 'search=É'];
      const faults = [];
      for (const search of searches) faults.push(await fault(model, search));
      expect(faults.filter((each) => each !== undefined)).toEqual([]);
    },
  );
});
