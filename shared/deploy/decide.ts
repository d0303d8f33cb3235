/**
 * A push concerns the services that use its repository, and each of them is considered by itself. Every deployment,
 * whoever began it, keeps the index of images right; one of ours is followed to its end by events, and by a deadline
 * where none comes. What failed is taken back, and its digest is not tried again until somebody releases it.
 */
import type { Config } from '../config/types.ts';
import type { Decision } from '../core/decision.ts';
import { decideBring } from './bring/decide.ts';
import { decideConsider } from './consider/decide.ts';
import { decideDeployment } from './decide-deployment.ts';
import { decidePush } from './decide-push.ts';
import { decideRelease } from './decide-release.ts';
import type { RolloutFacts } from './facts.ts';
import { decideLook } from './look/decide.ts';
import { decideSweep } from './sweep/decide.ts';

export function decide(facts: RolloutFacts, config: Config): Decision {
  switch (facts.about) {
    case 'push':
      return decidePush(facts);
    case 'deployment':
      return decideDeployment(facts, config);
    case 'look':
      return decideLook(facts);
    case 'bring':
      return decideBring(facts);
    case 'consider':
      return decideConsider(facts, config);
    case 'release':
      return decideRelease(facts);
    case 'sweep':
      return decideSweep(facts);
  }
}
