"""People who sign in, the posts they hold, and the scrutineers' appointments."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from assurance.models.dated import DatedQuerySet, ends_after_it_starts


class UserManager(BaseUserManager):
    """Makes accounts known by their e-mail address."""

    def create_user(self, email, password=None, **fields):
        """A saved account. Without a password it can sign in only after setting one from an invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        """The account with this address, whatever its capitals."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """
    A person who may sign in.

    What they may do follows from their memberships alone: there are no superusers and no permission groups.
    """

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    post_title = models.CharField(max_length=160, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    grants_synced_on = models.DateField(null=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_capitals"),
        ]

    def __str__(self):
        return self.name or self.post_title or self.email

    def get_full_name(self):
        """How the person is named on screen: name, else post, else address."""
        return str(self)

    @property
    def has_password(self):
        """Whether the person has taken up the invitation by setting a password."""
        return self.has_usable_password()


class Post(models.Model):
    """A post that changes hands: chief officer, delegated lead, chair or deputy chair (R3, R9)."""

    class Kind(models.TextChoices):
        CHIEF_OFFICER = "chief_officer", "Accountable chief officer"
        DELEGATED_LEAD = "delegated_lead", "Delegated lead"
        CHAIR = "chair", "Chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    agency = models.ForeignKey("assurance.Agency", models.PROTECT, null=True, blank=True, related_name="posts")
    group = models.ForeignKey("assurance.PartnershipGroup", models.PROTECT, null=True, blank=True, related_name="posts")
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=True) ^ models.Q(group__isnull=True),
                name="post_of_an_agency_or_a_group",
            ),
        ]

    def __str__(self):
        return self.title


class PostHolding(models.Model):
    """Who held a post from when to when."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(User, models.PROTECT, related_name="post_holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_it_starts("post_holding"),
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(ends_on__isnull=True), name="post_has_one_holder_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.person} as {self.post}"


class ScrutineerAppointment(models.Model):
    """The terms on which an Independent Scrutineer is appointed; there may be several (SIX section 6 q1 to q3, R15)."""

    person = models.ForeignKey(User, models.PROTECT, related_name="scrutineer_appointments")
    scope = models.TextField()
    employer = models.CharField(max_length=160, blank=True)
    reports_to = models.CharField("reporting line", max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [ends_after_it_starts("scrutineer_appointment")]

    def __str__(self):
        return f"Appointment of {self.person}"
