import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Body } from '../types.ts';
import { digits, ecsArn, lastPart } from './state/arns.ts';
import type { Ecs } from './state/ecs.ts';

const Register = z.looseObject({
  family: z.string(),
  containerDefinitions: z.array(z.looseObject({ name: z.string(), image: z.string() })),
});
const Create = z.looseObject({
  daemonName: z.string(),
  clusterArn: z.string(),
  daemonTaskDefinitionArn: z.string(),
});
const Named = z.looseObject({ daemonArn: z.string() });

type Container = { readonly name: string; readonly image: string };
type Daemon = { readonly daemonArn: string; readonly clusterArn: string; readonly revision: Body };

/** Managed daemons, to be looked at: their current revision pins what its images stood for when they were made. */
export function daemonActions(ecs: Ecs): { readonly [action: string]: ApiAction } {
  const definitions = new Map<string, readonly Container[]>();
  const daemons = new Map<string, Daemon>();

  const imageOf = ({ name: containerName, image }: Container): Body => {
    const pulled = ecs.images.resolve(image);
    const imageDigest = pulled?.found ? pulled.digest : undefined;
    return { containerName, image, imageDigest };
  };

  return {
    RegisterDaemonTaskDefinition: action({
      input: Register,
      answer({ family, containerDefinitions }) {
        const daemonTaskDefinitionArn = ecsArn(ecs.kernel, `daemon-task-definition/${family}:1`);
        definitions.set(daemonTaskDefinitionArn, containerDefinitions);
        return { daemonTaskDefinitionArn };
      },
    }),
    CreateDaemon: action({
      input: Create,
      answer({ daemonName, clusterArn, daemonTaskDefinitionArn }) {
        const path = `${lastPart(clusterArn)}/${daemonName}`;
        const daemonArn = ecsArn(ecs.kernel, `daemon/${path}`);
        const revision = {
          daemonRevisionArn: ecsArn(
            ecs.kernel,
            `daemon-revision/${path}/${digits(ecs.kernel, 19)}`,
          ),
          ...{ clusterArn, daemonArn, daemonTaskDefinitionArn },
          createdAt: ecs.kernel.time.now() / 1_000,
          containerImages: (definitions.get(daemonTaskDefinitionArn) ?? []).map(imageOf),
        };
        daemons.set(daemonArn, { daemonArn, clusterArn, revision });
        return { daemonArn, status: 'ACTIVE' };
      },
    }),
    ListDaemons: action({
      input: z.looseObject({ clusterArn: z.string() }),
      answer: ({ clusterArn }) => ({
        daemonSummariesList: [...daemons.values()]
          .filter((daemon) => daemon.clusterArn === clusterArn)
          .map(({ daemonArn }) => ({ daemonArn, status: 'ACTIVE' })),
      }),
    }),
    DescribeDaemon: action({
      input: Named,
      answer({ daemonArn }) {
        const daemon = daemons.get(daemonArn);
        if (!daemon) throw new ApiError('DaemonNotFoundException', `no daemon ${daemonArn}`);
        const { clusterArn, revision } = daemon;
        const currentRevisions = [{ arn: revision.daemonRevisionArn }];
        return { daemon: { daemonArn, clusterArn, status: 'ACTIVE', currentRevisions } };
      },
    }),
    DescribeDaemonRevisions: action({
      input: z.looseObject({ daemonRevisionArns: z.array(z.string()).max(20) }),
      answer: ({ daemonRevisionArns }) => ({
        daemonRevisions: [...daemons.values()]
          .map(({ revision }) => revision)
          .filter((one) => daemonRevisionArns.some((arn) => arn === one.daemonRevisionArn)),
        failures: [],
      }),
    }),
  };
}
