const TOLD_EVERY_MS = 2_000;

/** Says now and then how many have passed: `Checked 120000 events so far`. */
export const progressOf = (done: string, things: string, tell: (line: string) => void): ((count: number) => void) => {
  let told = performance.now();
  return (count) => {
    const now = performance.now();
    if (now - told < TOLD_EVERY_MS) return;
    told = now;
    tell(`${done} ${count} ${things} so far`);
  };
};
