import { defaults } from '../defaults.ts';
import type { AlarmConfig } from '../types/alarm.ts';
import type { Alarm } from '../written/alarm.ts';

export const normaliseAlarm = (written: Alarm): AlarmConfig => ({
  graph: written.graph ?? defaults.alarm.graph,
  ignore: written.ignore ?? defaults.alarm.ignore,
  severity: (written.severity ?? []).map(({ severity, ...match }) => ({ match, severity })),
  insufficientData: written.insufficientData ?? defaults.alarm.insufficientData,
});
