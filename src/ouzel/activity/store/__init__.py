"""The store: lines of activity as Parquet, with the words of their numbers beside them. It knows no database.

```
dictionaries/NAME/000001.parquet            words and their numbers; files are added, never changed
lines/dataset=SLUG/period=YYYY-MM/load-N-K.parquet   the lines of load N (period "unknown": no day was said)
loads/dataset=SLUG/load-N.json              what load N is: when it was submitted, what it replaces
dead/load-N/by-M.parquet                    lines of load N that do not count while load M counts
spells/dataset=SLUG/KEY.json                what lines take from other episodes of their spell, for one set of loads
staging/load-N.json                         load N was begun; what it left is swept up unless it became ready
results/, cube/                             what the engine works out
```

Whether a load counts is said by the database alone. Everything here is written before that and never changed after,
so that a crash at any point leaves nothing that counts, and no number that a line uses is ever lost or used again.
"""

from ouzel.activity.store.dictionaries import Dictionaries
from ouzel.activity.store.lines import live_lines
from ouzel.activity.store.place import LineFile, Store
from ouzel.activity.store.schema import CLOSING, EPISODE, STORED, empty_lines
from ouzel.activity.store.writing import LineWriter, Written

__all__ = [
    "CLOSING",
    "EPISODE",
    "STORED",
    "Dictionaries",
    "LineFile",
    "LineWriter",
    "Store",
    "Written",
    "empty_lines",
    "live_lines",
]
