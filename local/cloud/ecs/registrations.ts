import { ApiError } from '../types.ts';
import { type Ecs, secondMs } from './state/ecs.ts';

/** RegisterTaskDefinition's own limit: 20 at once, one a second after that. Source: ECS API request throttling. */
const burst = 20;

/** How registrations go besides well: throttled as in AWS once that is asked for, or lost to another of the family. */
export type Registrations = {
  throttled: boolean;
  /** When the next token falls in, if all given out so far had been waited for. */
  next: number;
  /** How many of the next registrations come while another of their family is under way. */
  collisions: number;
};

export const noRegistrations = (): Registrations => ({ throttled: false, next: 0, collisions: 0 });

/** Refuses a registration as ECS would; nothing is registered then. */
export function spendRegistration({ registrations, kernel }: Ecs, family: string): void {
  if (registrations.collisions > 0) {
    registrations.collisions -= 1;
    throw new ApiError(
      'ClientException',
      `Too many concurrent attempts to create a new revision of the specified family: ${family}.`,
    );
  }
  if (!registrations.throttled) return;
  const now = kernel.time.now();
  const next = Math.max(now, registrations.next);
  if (next - now > (burst - 1) * secondMs)
    throw new ApiError('ThrottlingException', 'Rate exceeded');
  registrations.next = next + secondMs;
}
