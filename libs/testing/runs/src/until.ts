/** Waits until the condition holds; throws after `deadline` milliseconds. */
export const until = async (condition: () => boolean | Promise<boolean>, deadline = 20_000): Promise<void> => {
  const end = Date.now() + deadline;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${deadline} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
