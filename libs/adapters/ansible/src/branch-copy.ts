import { join } from 'node:path';
import { RunRefused } from './prepared-run.js';

/**
 * Runs a command in a copy of its own of the project at one of the revisions that were fetched. A branch is the remote's branch
 * first, then a tag or a commit. The copy goes with the private directory; git forgets copies that are gone.
 */
const SCRIPT = `set -e
git=$1 project=$2 copy=$3 branch=$4 revision=$5
shift 5
commit=$("$git" -C "$project" rev-parse --verify --quiet --end-of-options "refs/remotes/origin/$branch^{commit}" ||
  "$git" -C "$project" rev-parse --verify --quiet --end-of-options "$branch^{commit}") || {
  echo "Failed to checkout $branch" >&2
  exit 1
}
"$git" -C "$project" worktree prune
"$git" -C "$project" worktree add --quiet --force --detach -- "$copy" "$commit"
echo "$commit" >"$revision"
cd -- "$copy"
exec "$@"
`;

/** What comes before a command so that it runs at a branch, and the files it needs. */
export interface BranchCopy {
  readonly prefix: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

const AS_IT_LIES: BranchCopy = { prefix: [], files: new Map() };

/** @param directory the run's private directory */
export const branchCopy = (
  { projectPath, branch = '' }: { readonly projectPath: string; readonly branch?: string },
  directory: string,
  git: string,
): BranchCopy => {
  if (branch === '') return AS_IT_LIES;
  if (branch.startsWith('-') || /[\0\n]/.test(branch))
    throw new RunRefused(`The branch of the job may not be ${JSON.stringify(branch)}.`);
  const [script, copy, revision] = [
    join(directory, 'in', 'branch.sh'),
    join(directory, 'in', 'project'),
    join(directory, 'revision'),
  ];
  return {
    prefix: ['/bin/sh', script, git, projectPath, copy, branch, revision],
    files: new Map([['in/branch.sh', SCRIPT]]),
  };
};
