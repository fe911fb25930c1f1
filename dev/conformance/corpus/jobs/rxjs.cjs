const { EMPTY, Subject, concat, defer, from, merge, of, range, throwError, zip } = require('rxjs');
const op = require('rxjs/operators');
const { blocking } = require('./support/blocking.cjs');

/** Runs pipelines; operators' callbacks and observers block. */
module.exports = function job() {
  const log = [];
  const observe = (name, source) => {
    const subscription = source.subscribe({
      next: (value) => log.push([name, blocking(value)]),
      error: (error) => log.push([name, error.message]),
      complete: () => log.push([name, 'done']),
    });
    subscription.unsubscribe();
  };
  observePipelines(observe);
  observeErrors(observe, log);
  shareSubject(log);
  return log;
};

function observePipelines(observe) {
  const squares = range(1, 20).pipe(
    op.map((n) => blocking(n * n)),
    op.filter((n) => n % 2),
    op.scan((a, b) => a + b, 0),
    op.take(6),
    op.bufferCount(4),
  );
  const flat = from([1, 2, 3]).pipe(
    op.mergeMap((n) => of(n, blocking(n * 10))),
    op.concatMap((n) => (n > 20 ? EMPTY : of(n))),
    op.toArray(),
  );
  const grouped = from(['a', 'bb', 'cc', 'd']).pipe(
    op.groupBy((s) => blocking(s.length)),
    op.mergeMap((group) => group.pipe(op.reduce((a, b) => a + b, `${group.key}:`))),
  );
  observe('squares', squares);
  observe('flat', flat);
  observe('grouped', grouped);
  observe(
    'zip',
    zip(
      of(1, 2),
      defer(() => from(blocking(['a', 'b', 'c']))),
    ),
  );
}

function observeErrors(observe, log) {
  const failing = concat(
    of(1),
    throwError(() => new Error('boom')),
  );
  const caught = failing.pipe(
    op.catchError((error) => of(blocking(error.message))),
    op.finalize(() => log.push('final')),
  );
  const thrown = of(1).pipe(
    op.map(() => {
      throw new TypeError('in map');
    }),
  );
  observe('caught', caught);
  observe('thrown', thrown);
}

function shareSubject(log) {
  const subject = new Subject();
  const shared = subject.pipe(
    op.tap((n) => log.push(['tap', n])),
    op.distinctUntilChanged(),
    op.share(),
  );
  const few = shared.pipe(
    op.takeWhile((n) => n < 3),
    op.withLatestFrom(of('x')),
  );
  merge(shared, few).subscribe((value) => log.push(['shared', blocking(value)]));
  for (const n of [1, 1, 2, 3, 2]) subject.next(n);
}
