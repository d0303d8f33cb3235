import { writeFileSync } from 'node:fs';
import { stopCausesPage } from './stop-causes-page.ts';

writeFileSync(new URL('../docs/stop-causes.md', import.meta.url), stopCausesPage());
