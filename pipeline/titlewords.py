"""Words that name a job: what the title of a class is recognised by."""

from __future__ import annotations

import re

_WORDS = """
specialist manager director analyst technician clerk officer engineer assistant coordinator supervisor
administrator inspector worker operator mechanic attendant aid aide advisor superintendent chief
representative planner accountant auditor attorney counsel librarian nurse deputy foreman electrician
plumber painter carpenter custodian cook driver secretary examiner investigator scientist biologist
chemist geologist surveyor architect appraiser assessor buyer agent lead lieutenant captain sergeant
ranger guard teacher instructor therapist counselor programmer developer designer consultant trainee
apprentice intern fellow laborer maintenance registrar recorder treasurer executive commissioner
president curator archivist writer editor interpreter dispatcher firefighter paramedic professor coach
owner master keeper helper steward collector controller comptroller physician psychologist pharmacist
dietitian liaison associate expert judge mayor storekeeper series
""".split()

TITLE_WORDS = re.compile(rf"(?i)\b(?:{'|'.join(_WORDS)})s?\b")
# A title ends with such a word, but for its level, a specialty in brackets or after a comma.
ENDS_AS_TITLE = re.compile(rf"(?i)\b(?:{'|'.join(_WORDS)})s?(?:\s+(?:[IVX]{{1,4}}|\d|[A-D]))?\s*(?:\(.*\)|,.*)?$")
