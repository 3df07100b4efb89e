"""The permissions of the roles table, as Django wants them declared on the two models that carry grants."""

from assurance.rules.roles import Permission

GROUP_PERMISSIONS = [(str(permission), permission.name.replace("_", " ").capitalize()) for permission in Permission]
AGENCY_PERMISSIONS = [
    (str(permission), permission.name.replace("_", " ").capitalize())
    for permission in (
        Permission.DRAFT_RETURN,
        Permission.SIGN_RETURN,
        Permission.READ_RETURN,
        Permission.SEND_FIGURES,
        Permission.GIVE_JUDGEMENT,
        Permission.READ_ACTION,
        Permission.UPDATE_ACTION,
        Permission.MANAGE_ACTION,
        Permission.READ_CHALLENGE,
        Permission.ANSWER_CHALLENGE,
        Permission.COMMIT_AGENCY,
        Permission.ANSWER_AUDIT,
        Permission.SIGN_AUDIT,
        Permission.SELF_ASSESS,
        Permission.SIGN_ASSESSMENT,
        Permission.ANSWER_SCRUTINY,
    )
]
