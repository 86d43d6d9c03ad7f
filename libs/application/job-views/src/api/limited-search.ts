/** `?limit=25` asks for the first events alone: that many, not counted, without pages (spec jobs.md §6.1). */
export const limited = (search: string): string => {
  const parameters = new URLSearchParams(search);
  const limit = parameters.get('limit');
  if (limit === null) return search;
  for (const name of ['limit', 'page', 'page_size']) parameters.delete(name);
  parameters.set('page_size', limit);
  parameters.set('count_disabled', '1');
  return parameters.toString();
};
