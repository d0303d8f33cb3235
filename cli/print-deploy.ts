import { paint, print, table } from './output.ts';
import type { DeployPlan, PlannedService } from './plan-deploy.ts';
import { reasonRow } from './reason-row.ts';

/** A plan for people: what it comes to, then each service with its reasons. */
export function printDeploy({ image, services }: DeployPlan): void {
  if (services.length === 0) {
    print(`No service that Deckhand knows uses the repository of ${image}.`);
    return;
  }
  const going = services.filter(({ rollsOut }) => rollsOut).length;
  print(`${paint.bold(image)} would be rolled out in ${going} of ${inServices(services.length)}.`);
  for (const service of services) {
    print(`\n${paint.bold(`${service.cluster}/${service.service}`)}  ${inWords(service)}`);
    print(table(service.reasons.map(reasonRow)));
  }
}

const inServices = (count: number): string => (count === 1 ? '1 service' : `${count} services`);

const words: { readonly [verdict: string]: string } = {
  roll_out: 'another image would be rolled out',
  keep_as_is: 'stays as it is',
  hold: 'is held back',
  wait: 'waits',
  report: 'is only told',
  ignore: 'is left alone',
};

const inWords = ({ rollsOut, verdict }: PlannedService): string =>
  rollsOut ? paint.green('would be rolled out') : paint.yellow(words[verdict] ?? verdict);
