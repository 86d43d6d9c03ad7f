import { setTimeout as pause } from 'node:timers/promises';
import type { HeartbeatTimer } from './heartbeat.js';

/** Real time. Keeps no process alive. */
export const systemTimer: HeartbeatTimer = {
  now: () => performance.now(),
  every: (milliseconds, task) => {
    const timer = setInterval(task, milliseconds).unref();
    return () => clearInterval(timer);
  },
  pause: (milliseconds) => pause(milliseconds),
};
