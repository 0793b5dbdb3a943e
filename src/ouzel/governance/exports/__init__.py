"""Bodies, meetings and decisions as other systems take them: iCalendar, Atom, W3C ORG, Popolo, schema.org.

Pure functions over what the queries give. `site` is where this site is reached, "https://..." without a slash at its
end. Days are half-open inside and inclusive in these formats: what ends on 1 April has 31 March as its last day.
"""
