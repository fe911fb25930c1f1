/** Handles the files that the runner sends to this worker process, one after the other, and reports what comes of them. */
export function serve(check: (file: string) => Promise<object>): void {
  // Tests leave rejected promises behind, and throw in timers.
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
  let last: Promise<void> = Promise.resolve();
  process.on('message', (file: string) => {
    last = last.then(async () => {
      process.send?.(await check(file));
    });
  });
  process.on('disconnect', () => process.exit());
}
