import { accessDenied, judge, type Statement, sessionArn } from './iam.ts';
import type { Permission, Principal } from './types.ts';

/** A permission that a principal needed and had. */
export type UsedPermission = Permission & { readonly principal: string };

export type Permit = {
  readonly isAllowed: (principal: Principal, permission: Permission) => boolean;
  /** Throws what AWS answers where one of the permissions is missing. */
  readonly demand: (principal: Principal, permissions: readonly Permission[]) => void;
  /** Every permission that was asked for and granted, in order. */
  readonly used: readonly UsedPermission[];
};

/** Asks the policies: `statementsOf` a principal, or `null` for one who may do everything. */
export function createPermit(
  statementsOf: (principal: Principal) => readonly Statement[] | null,
): Permit {
  const used: UsedPermission[] = [];

  function ask(principal: Principal, permission: Permission): ReturnType<typeof judge> {
    const statements = statementsOf(principal);
    const verdict = statements === null ? 'allowed' : judge(statements, permission);
    if (verdict === 'allowed') used.push({ principal: principal.name, ...permission });
    return verdict;
  }

  return {
    used,
    isAllowed: (principal, permission) => ask(principal, permission) === 'allowed',
    demand(principal, permissions) {
      for (const permission of permissions) {
        const verdict = ask(principal, permission);
        if (verdict !== 'allowed') throw accessDenied(sessionArn(principal), permission, verdict);
      }
    },
  };
}
