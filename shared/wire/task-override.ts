import * as z from 'zod/mini';

/** RunTask's `overrides`, kept whole: what we do not know of is passed on as it came. */
export const TaskOverride = z.looseObject({
  cpu: z.exactOptional(z.string()),
  memory: z.exactOptional(z.string()),
  taskRoleArn: z.exactOptional(z.string()),
  executionRoleArn: z.exactOptional(z.string()),
  ephemeralStorage: z.exactOptional(z.object({ sizeInGiB: z.number() })),
  containerOverrides: z.exactOptional(
    z.array(
      z.looseObject({
        name: z.exactOptional(z.string()),
        command: z.exactOptional(z.array(z.string())),
        cpu: z.exactOptional(z.number()),
        memory: z.exactOptional(z.number()),
        memoryReservation: z.exactOptional(z.number()),
      }),
    ),
  ),
});
