"""Papers: what may be taken, the words read out of it, its versions, and the items that they are before."""
