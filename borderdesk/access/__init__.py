"""People: who may sign in, what each may do, and the second pair of eyes.

Rules of this room:

* nobody is deleted: an account is closed, so that every act stays answerable to a person;
* what each role may do stands in one table (`permissions.TABLE`), and is asked by `require` or, where a
  database is at hand that also knows whether the account is still open, by `people.permit`;
* a try is counted before the password is looked at: pulling the plug gives nobody a free guess, and a
  restart ends no wait;
* whether a name exists is told by neither the sentence, the time it takes nor the wait;
* every act is audited, failed sign-ins too; what was typed as a name or a password never is.
"""

from borderdesk.access.errors import AccessError, MustChangeError, WaitError
from borderdesk.access.permissions import Act, require
from borderdesk.access.signing_in import change_password, sign_in, sign_out

__all__ = [
    "AccessError",
    "Act",
    "MustChangeError",
    "WaitError",
    "change_password",
    "require",
    "sign_in",
    "sign_out",
]
