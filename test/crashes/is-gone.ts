/** What `fetch` throws when nobody listens, or the connection breaks. By name: Jest's own TypeError is another class. */
export const isGone = (error: unknown): boolean => (error as { name?: unknown }).name === 'TypeError';

/** Waits for a call whose server may die meanwhile; what its client sees is not looked at. */
export const regardless = async (call: Promise<unknown>): Promise<void> => {
  await call.catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
};
