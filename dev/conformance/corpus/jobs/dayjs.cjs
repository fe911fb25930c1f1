const dayjs = require('dayjs');
const plugins = ['utc', 'duration', 'customParseFormat', 'relativeTime', 'isoWeek', 'advancedFormat'].map((name) =>
  require(`dayjs/plugin/${name}`),
);
require('dayjs/locale/de');

/** Parses, formats and calculates in UTC. */
module.exports = function job() {
  for (const plugin of plugins) dayjs.extend(plugin);
  const start = dayjs.utc('2024-02-29T12:34:56Z');
  const days = [];
  for (let i = 0; i < 400; i += 37) days.push(start.add(i, 'day').format('dddd, MMMM D, YYYY h:mm A [week] W Do'));
  return [
    days,
    start.endOf('month').toISOString(),
    start.diff(dayjs.utc('2020-01-01'), 'month', true),
    start.locale('de').format('dddd D. MMMM'),
    dayjs.utc('31.12.1999 23:59', 'DD.MM.YYYY HH:mm').toISOString(),
    dayjs.duration(100000000).toISOString(),
    start.from(dayjs.utc('2024-01-01')),
    dayjs.utc('nonsense').isValid(),
    start.isoWeek(),
    start.subtract(1, 'year').toJSON(),
  ];
};
