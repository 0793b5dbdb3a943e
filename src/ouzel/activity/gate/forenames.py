"""Common forenames, to tell the names of persons from the names of things.

Chosen by hand among the names that the Office for National Statistics lists as given most often in England and Wales
("Baby names: historical data 1904 to 1994" and "Baby names in England and Wales", Open Government Licence), with common
names of South Asian, Arabic, African and eastern European origin from the same lists. Names that are rather words, days
or places of care (April, Grace, Hope, Rose, Victoria ...) are left out: a text without further signs is not judged by
them. Modest on purpose: it is one sign among others, never the only guard.
"""

_LISTED = """
aaron abdul abigail abdullah adam adrian agnes ahmed aisha alan albert alexander alfie alfred alice alison amanda
amelia amina amy andrea andrew angela ann anna anne annie anthony anita arthur ashley audrey ava barbara barry ben
benjamin bernard beryl bethany betty beverley brenda brian bridget callum carl carol caroline catherine charles
chloe christine christopher claire clare clive colin connor craig cynthia daniel danielle darren david dawn debbie
deborah dennis derek diana diane donald donna dorothy douglas dylan edith edna edward eileen elaine eleanor
elizabeth ella ellie elsie emily emma eric erin ethan ethel evelyn fatima fiona frances francis frank fred frederick
gareth gary gavin gemma geoffrey george gerald gillian gladys gordon graham hannah harold harriet harry hassan
hazel heather helen henry hilda howard hussain ian ibrahim imran irene isaac isabella jack jacob jacqueline jake
james jamie jane janet janice jasmine jason jean jeffrey jennifer jessica jill joan joanna joanne john jonathan
jordan joseph joshua joyce judith julia julian julie karen katarzyna kate katherine kathleen keith kelly kenneth
kerry kevin khadija kieran kimberley kyle laura lauren lee leonard leslie lewis liam lilian linda lisa logan
lorraine louis louise lucy luke lynn malcolm margaret maria marian marie marjorie martin mary maryam matthew maureen
maurice megan melanie michael michelle mohamed mohammad mohammed mohammad muhammad muriel nadia naomi natalie
natasha nathan neil nicholas nicola nigel nora norma norman oliver olivia oscar owen pamela patricia patrick paul
paula pauline peggy peter philip phyllis piotr priya rachel rajesh ralph raymond rebecca reginald richard robert
robin roger ronald rosemary roy russell ruth ryan sally samantha samuel sandra sarah sean sharon sheila shirley
simon sophie stacey stanley stephanie stephen steven stuart susan suzanne sylvia tanya teresa terence theresa thomas
timothy tina tomasz tracey tracy trevor valerie vera vincent walter wayne wendy wilfred william winifred yasmin
yusuf yvonne zainab zoe
"""

FORENAMES = frozenset(_LISTED.split())
