/** Names of the points before and after each process manager's turn. */
export const around = (...managers: readonly string[]): readonly string[] =>
  managers.flatMap((name) => [`before:${name}`, `after:${name}`]);
