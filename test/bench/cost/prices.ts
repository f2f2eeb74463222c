// What the paid plan charges above what it includes, in dollars, as published in 2026.

export interface Minute {
  rowsWritten: number;
  rowsRead: number;
  /** Frames from clients: 20 are one request. Frames to clients and answers to `ping` are free. */
  frames: number;
  alarms: number;
  /** An object that may hibernate is not charged for; this is an upper bound. */
  awakeSeconds: number;
}

const ROW_WRITTEN = 1.0 / 1e6;
const ROW_READ = 0.001 / 1e6;
const REQUEST = 0.15 / 1e6;
const GB_SECOND = 12.5 / 1e6;
const GB = 0.128;

export function dollars(minute: Minute): number {
  const { rowsWritten, rowsRead, frames, alarms, awakeSeconds } = minute;
  return (
    rowsWritten * ROW_WRITTEN +
    rowsRead * ROW_READ +
    (frames / 20 + alarms) * REQUEST +
    awakeSeconds * GB * GB_SECOND
  );
}
