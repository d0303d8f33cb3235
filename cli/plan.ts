import { Command } from 'commander';
import { planCleanup } from './plan-cleanup.ts';
import { planDeploy } from './plan-deploy.ts';

/** `deckhand plan <what>`: what would be done, and why; nothing is. */
export function plan(): Command {
  return new Command('plan')
    .summary('say what would be done, and why, without doing it')
    .description('Says what would be done, and why. Nothing is changed.')
    .addCommand(planCleanup())
    .addCommand(planDeploy());
}
