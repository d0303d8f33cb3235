/** The command line itself is wrong: an unknown verb, a file that is not there. Exit code 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
