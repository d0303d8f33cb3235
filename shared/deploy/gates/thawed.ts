import type { FreezeWindow } from '../../config/types/deploy.ts';
import { freezeAt, freezeText } from '../freeze.ts';
import type { Gate } from './gate.ts';

/** Whether no freeze covers this moment; if one does, when it is over. */
export function isThawed(windows: readonly FreezeWindow[], now: string): Gate {
  const rule = 'nothing is frozen';
  const freeze = freezeAt(windows, now);
  if (!freeze) {
    return {
      reason: {
        rule,
        holds: true,
        because: windows.length > 0 ? 'no freeze covers this time' : 'the rule has no freezes',
      },
    };
  }
  const because = `rollouts are frozen from ${freeze.windows.map(freezeText).join(', then ')}`;
  return { reason: { rule, holds: false, because }, until: freeze.until };
}
