"""The staff of the demo world, with their authenticator apps, whose codes stand at `/local/codes/`."""

from django.utils import timezone

from accounts.actions import passwords
from accounts.models import TotpDevice, User
from accounts.models.user import new_stamp
from merchant_portal.local.demo.plans import PASSWORD, STAFF, Colleague
from reviews.actions import staff

BY = "demo"


def hire() -> dict[str, User]:
    """Returns the staff by address: those who are new, and those who stayed because they judged other cases."""
    people = {}
    for colleague in STAFF:
        person = User.objects.filter(email_key=colleague.email, status=User.Status.CONFIRMED).first()
        if person is None:
            enlisted = {"email": colleague.email, "name": colleague.name, "role": colleague.role}
            person, _password = staff.create(**enlisted, password=PASSWORD, by=BY)
        else:
            _renew(person, colleague)
        _give_app(person)
        people[colleague.email] = person
    return people


def _renew(person: User, colleague: Colleague) -> None:
    person.name, person.role, person.is_active = colleague.name, colleague.role, True
    person.password, person.security_stamp = passwords.make_hash(PASSWORD), new_stamp()
    person.password_changed_at, person.must_change_password = timezone.now(), False
    person.save()


def _give_app(person: User) -> None:
    TotpDevice.objects.filter(user=person).delete()
    device = TotpDevice(user=person, name="app", confirmed=True, confirmed_at=timezone.now())
    device.generate_key()
    device.save()
