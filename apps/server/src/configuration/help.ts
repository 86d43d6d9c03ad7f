import { SWITCHES } from './command-line.js';
import { flagOf, OPTIONS, variableOf, type Option } from './options.js';
import { PASSED_THROUGH } from './settings.js';

/** The text of `--help`: every setting with its variable, flag, meaning and default. */
export const helpText = (): string =>
  [
    'Cairn: workflows of Ansible jobs, event-sourced, behind the AWX API.',
    '',
    'Usage: npm start -- [flags]',
    '       npm run verify -- [--data VALUE]    checks the log of that directory',
    '',
    'Each setting is a variable of the environment or the flag beside it; the flag wins.',
    '',
    ...Object.values(OPTIONS).flatMap(describe),
    '',
    ...Object.entries(SWITCHES).map(([flag, about]) => `  ${flag.padEnd(WIDTH)}${about}`),
    '',
    `Git and Ansible are also given, as they are: ${PASSED_THROUGH.join(', ')}.`,
    '',
  ].join('\n');

/** The longest variable and the longest flag, and room behind each. */
const [VARIABLE_WIDTH, FLAG_WIDTH] = [29, 31];
const WIDTH = VARIABLE_WIDTH + FLAG_WIDTH;

const describe = (setting: Option): readonly string[] => {
  const flag = setting.environmentOnly ? '' : `${flagOf(setting)} VALUE`;
  const names = `${variableOf(setting).padEnd(VARIABLE_WIDTH)}${flag.padEnd(FLAG_WIDTH)}`;
  return [`  ${names}${setting.about}`, `  ${' '.repeat(WIDTH)}(${setting.fallback})`];
};
