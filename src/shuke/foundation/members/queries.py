"""What can be asked about members. What a person asks goes through the open scope; sets for jobs and gates do not."""

from shuke.foundation.members.acts.holding import family
from shuke.foundation.members.acts.profiles import FieldFact, dictionary
from shuke.foundation.members.reads.consents import (
    allows,
    consent_behind,
    consent_history,
    consenting,
    may_ask,
    privacy_texts,
    what_stands,
)
from shuke.foundation.members.reads.lookups import (
    addresses,
    customer,
    find,
    get,
    identities_masked,
    ids_by_identity,
    joined_on,
    many,
    phones,
    problems,
    resolve,
    tombstones,
)
from shuke.foundation.members.reads.owners import owned_by, owner_at, owners, without_owner
from shuke.foundation.members.reads.persons import birthdays, conflicts, fields, is_minor, merges, minors, profile
from shuke.foundation.members.reads.quality import (
    completeness,
    completeness_by_store,
    data_quality,
    duplicates,
    preview_merge,
    required_fields,
)

__all__ = [
    "FieldFact",
    "addresses",
    "allows",
    "birthdays",
    "completeness",
    "completeness_by_store",
    "conflicts",
    "consent_behind",
    "consent_history",
    "consenting",
    "customer",
    "data_quality",
    "dictionary",
    "duplicates",
    "family",
    "fields",
    "find",
    "get",
    "identities_masked",
    "ids_by_identity",
    "is_minor",
    "joined_on",
    "many",
    "may_ask",
    "merges",
    "minors",
    "owned_by",
    "owner_at",
    "owners",
    "phones",
    "preview_merge",
    "privacy_texts",
    "problems",
    "profile",
    "required_fields",
    "resolve",
    "tombstones",
    "what_stands",
    "without_owner",
]
