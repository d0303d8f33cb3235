/** Signals that end processes, by number (Linux, x86 and arm). */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP: the terminal hung up',
  2: 'SIGINT: interrupted',
  3: 'SIGQUIT: asked to quit and dump core',
  4: 'SIGILL: illegal instruction, often a binary for another CPU',
  5: 'SIGTRAP: hit a breakpoint',
  6: 'SIGABRT: aborted itself, often a failed assertion',
  7: 'SIGBUS: touched memory that is not there',
  8: 'SIGFPE: divided by zero or the like',
  9: 'SIGKILL: killed, by the kernel out of memory or because it did not stop in time',
  10: 'SIGUSR1',
  11: 'SIGSEGV: touched memory that is not its own',
  12: 'SIGUSR2',
  13: 'SIGPIPE: wrote to a pipe nobody reads',
  14: 'SIGALRM: a timer ran out',
  15: 'SIGTERM: asked to stop',
  24: 'SIGXCPU: used up its CPU limit',
  25: 'SIGXFSZ: wrote a file beyond its limit',
  31: 'SIGSYS: made a forbidden system call',
};

/** Codes that shells and container runtimes have given a meaning. */
const meanings: Readonly<Record<number, string>> = {
  0: 'finished without error',
  1: 'the application reported an error',
  2: 'the application reported an error, often wrong usage',
  125: 'the container runtime itself failed',
  126: 'the command was found but cannot be executed',
  127: 'the command was not found',
  255: 'exit status -1 or out of range',
};

/** Above 128 a shell or runtime reports 128 + the signal's number; the highest signal is 64. */
const highestSignal = 64;

/** Says what an exit code means: `137 = 128 + 9, SIGKILL: killed, …`. */
export function exitCodeText(exitCode: number): string {
  const meaning = meanings[exitCode];
  if (meaning !== undefined) return `${exitCode}: ${meaning}`;
  const signal = exitCode - 128;
  if (Number.isInteger(signal) && signal >= 1 && signal <= highestSignal) {
    return `${exitCode} = 128 + ${signal}, ${signals[signal] ?? `signal ${signal}`}`;
  }
  return `${exitCode}: the application's own code`;
}
