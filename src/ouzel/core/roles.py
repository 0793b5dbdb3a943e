"""What may be done, and the roles that carry it: a role is a name for a set of permissions, held for a time."""

from enum import StrEnum
from typing import ClassVar


class Permission(StrEnum):
    """One thing somebody may do. Values are what Django's `perms` and the audit trail show."""

    REGISTER_READ = "core.register_read"
    REGISTER_LOAD = "core.register_load"
    REGISTER_WITHDRAW = "core.register_withdraw"
    REGISTER_RELEASE = "core.register_release"
    REGISTER_SETTLE = "core.register_settle"
    EXPORT_REGISTER = "core.export_register"
    EXPORT_CROSSWALK = "core.export_crosswalk"
    RELEASES_MANAGE = "core.releases_manage"
    PLANS_WRITE = "core.plans_write"
    PLANS_APPROVE = "core.plans_approve"
    PLANS_ENACT = "core.plans_enact"
    EXPORT_PLANS = "core.export_plans"
    MEASURES_LOAD = "core.measures_load"
    ACTIVITY_READ = "core.activity_read"
    ACTIVITY_LINES = "core.activity_lines"
    ACTIVITY_LOAD = "core.activity_load"
    ACTIVITY_WITHDRAW = "core.activity_withdraw"
    ACTIVITY_CHECK = "core.activity_check"
    ACTIVITY_PRICE = "core.activity_price"
    ACTIVITY_FREEZE = "core.activity_freeze"
    EXPORT_ACTIVITY = "core.export_activity"
    EXPORT_LINES = "core.export_lines"
    BODIES_KEEP = "core.bodies_keep"
    GOVERNANCE_RUN = "core.governance_run"
    GOVERNANCE_PRIVATE = "core.governance_private"
    GOVERNANCE_INTERESTS = "core.governance_interests"
    STRATEGIES_KEEP = "core.strategies_keep"
    RISKS_KEEP = "core.risks_keep"
    FOLLOWS_KEEP = "core.follows_keep"
    EXPORT_GOVERNANCE = "core.export_governance"
    EXPORT_INTERESTS = "core.export_interests"
    AUDIT_READ = "core.audit_read"
    USERS_MANAGE = "core.users_manage"


# What anybody may do without signing in: the register is public, so is a plan once proposed, and what boards do openly.
PUBLIC = frozenset(
    {
        Permission.REGISTER_READ,
        Permission.EXPORT_REGISTER,
        Permission.EXPORT_CROSSWALK,
        Permission.EXPORT_PLANS,
        Permission.EXPORT_GOVERNANCE,
    }
)


class Role:
    """Base of all roles; `slug` is what is stored, `label` what is shown, `permissions` what it carries."""

    slug: ClassVar[str]
    label: ClassVar[str]
    purpose: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]] = frozenset()


class Analyst(Role):
    slug = "analyst"
    label = "Analyst"
    purpose = "loads files into the register and takes figures over any structure"
    permissions = frozenset(
        {
            Permission.REGISTER_LOAD,
            Permission.MEASURES_LOAD,
            Permission.ACTIVITY_READ,
            Permission.ACTIVITY_CHECK,
            Permission.ACTIVITY_LOAD,
            Permission.EXPORT_ACTIVITY,
        }
    )


class ContractManager(Role):
    slug = "contract-manager"
    label = "Contract manager"
    purpose = "checks and takes providers' files, reads their lines, prices them and closes months of account"
    permissions = frozenset(
        {
            Permission.ACTIVITY_READ,
            Permission.ACTIVITY_LINES,
            Permission.ACTIVITY_LOAD,
            Permission.ACTIVITY_WITHDRAW,
            Permission.ACTIVITY_CHECK,
            Permission.ACTIVITY_PRICE,
            Permission.ACTIVITY_FREEZE,
            Permission.EXPORT_ACTIVITY,
            Permission.EXPORT_LINES,
        }
    )


class Provider(Role):
    slug = "provider"
    label = "Provider"
    purpose = "checks its own files of activity before it sends them; nothing of them is kept"
    permissions = frozenset({Permission.ACTIVITY_CHECK})


class TransitionLead(Role):
    slug = "transition-lead"
    label = "Transition lead"
    purpose = "writes plans of reorganisations, proposes them, and enacts, proves and reverses what was approved"
    permissions = frozenset({Permission.PLANS_WRITE, Permission.PLANS_ENACT, Permission.MEASURES_LOAD})


class Approver(Role):
    slug = "approver"
    label = "Approver of reorganisations"
    purpose = "approves or rejects plans that somebody else wrote, for the body that decides"
    permissions = frozenset({Permission.PLANS_APPROVE})


class RegisterKeeper(Role):
    slug = "register-keeper"
    label = "Register keeper"
    purpose = "loads, holds back, releases and withdraws publications, and settles conflicts"
    permissions = frozenset(
        {
            Permission.REGISTER_LOAD,
            Permission.REGISTER_WITHDRAW,
            Permission.REGISTER_RELEASE,
            Permission.REGISTER_SETTLE,
            Permission.RELEASES_MANAGE,
        }
    )


class BoardSecretary(Role):
    slug = "board-secretary"
    label = "Board secretary"
    purpose = "runs bodies, seats, interests, meetings in public and in private, decisions, strategies and risks"
    permissions = frozenset(
        {
            Permission.BODIES_KEEP,
            Permission.GOVERNANCE_RUN,
            Permission.GOVERNANCE_PRIVATE,
            Permission.GOVERNANCE_INTERESTS,
            Permission.STRATEGIES_KEEP,
            Permission.RISKS_KEEP,
            Permission.FOLLOWS_KEEP,
            Permission.EXPORT_INTERESTS,
        }
    )


class BoardMember(Role):
    slug = "board-member"
    label = "Board member"
    purpose = "reads the private papers of the bodies they sit on, and declares their own interests"
    permissions = frozenset({Permission.GOVERNANCE_PRIVATE})


class Auditor(Role):
    slug = "auditor"
    label = "Auditor"
    purpose = "reads the audit trail"
    permissions = frozenset({Permission.AUDIT_READ})


class Administrator(Role):
    slug = "administrator"
    label = "Administrator"
    purpose = "adds people, gives and ends roles, and reads the audit trail"
    permissions = frozenset({Permission.USERS_MANAGE, Permission.AUDIT_READ})


ROLES: dict[str, type[Role]] = {
    role.slug: role
    for role in (
        Analyst,
        ContractManager,
        Provider,
        TransitionLead,
        Approver,
        RegisterKeeper,
        BoardSecretary,
        BoardMember,
        Auditor,
        Administrator,
    )
}


def role(slug: str) -> type[Role]:
    """The role of that name; ValueError names those there are."""
    try:
        return ROLES[slug]
    except KeyError:
        raise ValueError(f"{slug!r} is not a role: use {', '.join(ROLES)}") from None


def roles_with(permission: Permission) -> tuple[type[Role], ...]:
    """The roles that carry a permission."""
    return tuple(each for each in ROLES.values() if permission in each.permissions)
