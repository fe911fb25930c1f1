const { DateTime, Duration, Interval } = require('luxon');

/** Parses, formats, and calculates over zones. */
module.exports = function job() {
  const start = DateTime.fromISO('2024-03-09T22:30:00', { zone: 'America/New_York' });
  const hours = [];
  for (let i = 0; i < 12; i++) hours.push(start.plus({ hours: i }).toISO());
  return [
    hours,
    start.setZone('Asia/Tokyo').toFormat("cccc d LLLL yyyy 'at' HH:mm ZZZZ"),
    start.diff(DateTime.fromISO('2020-02-29', { zone: 'utc' }), ['years', 'months', 'days', 'hours']).toObject(),
    Interval.after(start, { days: 10 })
      .splitBy({ days: 3 })
      .map((part) => part.toISO()),
    Duration.fromISO('P1Y2M3DT4H5M6.7S').normalize().toHuman(),
    DateTime.fromFormat('Feb 30 2024', 'LLL d yyyy').invalidExplanation,
    DateTime.fromHTTP('Sun, 06 Nov 1994 08:49:37 GMT').toMillis(),
    DateTime.fromSQL('2017-05-15 09:24:15', { zone: 'utc' }).toLocaleString(DateTime.DATETIME_FULL, { locale: 'fr' }),
    start.startOf('quarter').toJSON(),
    start.weekNumber,
  ];
};
