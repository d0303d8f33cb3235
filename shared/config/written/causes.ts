import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { key, required } from './key.ts';
import { duration } from './text.ts';

const oneOrMore = <S extends z.ZodType>(schema: S) => z.union([schema, z.array(schema).min(1)]);

const texts = oneOrMore(z.string().min(1, { error: 'an empty text would match everything' }));

/** What a stop has to look like; all that is given must hold, within one list any entry may. */
const When = z
  .strictObject({
    stopCode: key(texts, "The task's stopCode.", { examples: ['TaskFailedToStart'] }),
    stoppedReason: key(texts, "The task's stoppedReason.", { examples: ['Scaling activity*'] }),
    containerReason: key(texts, "Any container's reason.", { examples: ['OutOfMemoryError'] }),
    anyReason: key(texts, "The task's stoppedReason or any container's reason."),
    allOf: key(texts, 'Each of these has to be found in a reason, too.'),
    exitCode: key(oneOrMore(z.int()), 'Exit code of the container that ended the task.', {
      examples: [42],
    }),
    neverStarted: key(z.boolean(), 'True: no container has an exit code.'),
    allExitedZero: key(z.boolean(), 'True: every container that has an exit code ended with 0.'),
    owner: key(oneOrMore(z.enum(['service', 'standalone'])), 'Who is to replace the task.'),
    launchType: key(texts, 'Launch type.', { examples: ['FARGATE'] }),
    eventName: key(texts, "A service event's eventName, or AWS Health's eventTypeCode.", {
      examples: ['SERVICE_TASK_PLACEMENT_FAILURE'],
    }),
  })
  .refine((when) => Object.keys(when).length > 0, { error: 'needs at least one condition' });

/** One row of the owner's own stop causes. */
const Cause = z.strictObject({
  id: required(
    z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
        error: 'expected lower-case words joined by hyphens, such as licence-server-down',
      }),
    'Name of the cause, in incidents and labels.',
    { examples: ['licence-server-down'] },
  ),
  when: required(When, 'What a stop has to look like. Texts match anywhere, in either case.'),
  cause: required(z.string().min(1).max(200), 'What happened, in words.'),
  class: required(
    z.enum(['normal', 'transient', 'capacity', 'application', 'permanent', 'unknown']),
    'What kind of thing it is, which decides whether trying again makes sense.',
  ),
  restarts: key(
    z.union([z.literal('bounded'), z.int().min(0).max(10)], {
      error: 'expected a number from 0 to 10, or bounded',
    }),
    'How often trying again is worth it; `bounded` is as often as `attempts` allows. ' +
      'Without it: `normal` and `permanent` 0, `unknown` 1, all others `bounded`.',
  ),
  minDelay: key(duration('0s', '1d'), 'The least wait before trying again.'),
  hint: key(z.string().max(1000), 'What to do about it.'),
  source: key(z.string().min(1).max(500), 'Where the fact comes from.', {
    default: defaults.causeSource,
  }),
});

/** The owner's own stop causes, asked before the built-in ones. */
export const Causes = z.array(Cause).superRefine((causes, context) => {
  for (const [index, { id }] of causes.entries()) {
    const first = causes.findIndex((cause) => cause.id === id);
    if (first === index) continue;
    const message = `\`${id}\` is taken by causes[${first}]`;
    context.addIssue({ code: 'custom', path: [index, 'id'], message });
  }
});

export type Causes = z.infer<typeof Causes>;
