// Figures as lines: what was measured, the value, and what share of the machine's own limit that is.

const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** One figure. `limit`: the same done by something that does nothing else; `aim`: what its ratio or value should be. */
export const figure = (name, { value, unit, limit, aim = '' }) => ({
  name,
  value,
  unit,
  ...(limit === undefined ? {} : { limit: limit.value, limitOf: limit.of, ratio: value / limit.value }),
  aim,
});

const line = ({ name, value, unit, limit, limitOf, ratio, aim }) =>
  [
    name.padEnd(44),
    `${number(value).padStart(8)} ${unit.padEnd(12)}`,
    ratio === undefined ? ''.padEnd(46) : `${ratio.toFixed(2).padStart(7)} x ${limitOf} (${number(limit)})`.padEnd(46),
    aim,
  ]
    .join(' ')
    .trimEnd();

export const print = (title, figures) => console.log([`\n${title}`, ...figures.map(line)].join('\n'));
