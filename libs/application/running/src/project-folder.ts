import { isAbsolute, join, normalize } from 'node:path';

/** Directory of a project's files; null for a path that is none below the root of projects. */
export const projectFolder = (root: string, localPath: unknown): string | null => {
  if (typeof localPath !== 'string' || localPath === '' || isAbsolute(localPath)) return null;
  const inside = normalize(localPath);
  return inside === '.' || inside.startsWith('..') ? null : join(root, inside);
};
