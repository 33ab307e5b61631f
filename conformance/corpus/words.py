"""The words that made-up persons and places are put together from.

Common Danish names, street names and clinic names; postal codes stand with their own town. Which
person lives where is drawn, so that no line describes anybody.
"""

from typing import Final

WOMEN: Final = (
    "Anne", "Kirsten", "Mette", "Hanne", "Anna", "Helle", "Lene", "Bodil", "Åse", "Østa", "Sofie",
    "Freja", "Ida", "Alma", "Karla", "Signe", "Søs", "Mie", "Bente", "Inger-Lise", "Anne-Marie",
    "Rosa Mærsk", "Tove", "Jytte", "Æmilie", "Gunhild", "Astrid", "Ellen", "Nour", "Fatima",
    "Zofia", "Nguyễn", "Ólöf", "Malene", "Cæcilie", "Kærsti", "Sørine", "Vibeke", "Dagmar", "Ruth",
)  # fmt: skip
MEN: Final = (
    "Jens", "Peter", "Lars", "Søren", "Jørgen", "Åge", "Østen", "Ole", "Kaj", "Bjørn", "Asbjørn",
    "Mikkel", "Oskar", "Emil", "Villads", "Pelle", "Karl-Åge", "Hans Jørgen", "Niels-Erik", "Tage",
    "Ib", "Bo", "Per", "Torbjørn", "Sigurd", "Aage", "Frede", "Magnus", "Yusuf", "Omar", "Paweł",
    "Þór", "René", "André", "Sebastian", "Valdemar", "Nær", "Gorm", "Knud", "Steen",
)  # fmt: skip
FAMILIES: Final = (
    "Jensen", "Nielsen", "Hansen", "Pedersen", "Andersen", "Sørensen", "Jørgensen", "Møller",
    "Østergaard", "Ærø", "Ågård", "Kjær", "Bæk", "Høj", "Brøndum", "Skov", "Lund", "Bjerregård",
    "Nørgaard", "Søndergaard", "Vestergaard", "Kirkegård", "Mosebryggersen", "Bach", "Holm",
    "Dam", "Friis", "Krogh", "Thygesen", "Ø", "Å", "Ng", "Rønnebæk", "Sæderup", "Vesterby",
    "Öztürk", "Kowalczyk", "Nguyen", "Þorsteinsdóttir", "O'Connor", "von der Æhe", "de Brún",
)  # fmt: skip
LONG_FAMILIES: Final = (
    "Schack von Brockdorff-Rønnenkamp", "Bjerregård Østergaard-Søndergaard",
    "Kjærulff-Hjørringgård", "Nørreskov-Vestergaard-Mølgaard", "Ågård Brændekilde-Bellinge",
    "Sønderskov-Ræbild Kirkegård",
)  # fmt: skip

STREETS: Final = (
    "Morbærvej", "Blåbærstien", "Ægirsgade", "Østergade", "Åboulevarden", "Søndergade",
    "Nørregade", "Vestergade", "Møllevangen", "Kærmindevej", "Rødtjørnen", "Gåsestien",
    "Strandvejen", "Præstemarken", "Højskolevej", "Byvænget", "Kirkebakken", "Jernbanegade",
    "Havnegade", "Bøgevej", "Egeparken", "Lærkevænget", "Ørnevej", "Åkandevej", "Rågevej",
    "Sct. Jørgens Gade", "H.C. Ørsteds Vej", "Gl. Landevej", "Ved Åen", "Ø. Hurupvej",
)  # fmt: skip
LONG_STREETS: Final = (
    "Sønder Vissing Østermarks Kirkestrædestien",
    "Kommandørkaptajn Bjørn Ærøgaards Plads",
    "Nørre Bjært Strandskovs Fællesgårdvænge",
    "Landsbyhøjskoleforstander Kjærs Mindevej",
)
PLACES: Final = ("Sønder Ø", "Nørre Ærtemark", "Brændstrup", "Lille Åhuse", "Store Kærby")

TOWNS: Final = (
    ("1362", "København K"), ("2100", "København Ø"), ("2300", "København S"),
    ("2800", "Kongens Lyngby"), ("3000", "Helsingør"), ("3400", "Hillerød"), ("3700", "Rønne"),
    ("3770", "Allinge"), ("4000", "Roskilde"), ("4300", "Holbæk"), ("4600", "Køge"),
    ("4700", "Næstved"), ("4800", "Nykøbing F"), ("5000", "Odense C"), ("5700", "Svendborg"),
    ("5970", "Ærøskøbing"), ("6000", "Kolding"), ("6200", "Aabenraa"), ("6400", "Sønderborg"),
    ("6700", "Esbjerg"), ("6720", "Fanø"), ("6900", "Skjern"), ("7000", "Fredericia"),
    ("7100", "Vejle"), ("7400", "Herning"), ("7600", "Struer"), ("7800", "Skive"),
    ("8000", "Aarhus C"), ("8305", "Samsø"), ("8600", "Silkeborg"), ("8700", "Horsens"),
    ("8800", "Viborg"), ("8900", "Randers C"), ("8970", "Havndal"), ("9000", "Aalborg"),
    ("9400", "Nørresundby"), ("9700", "Brønderslev"), ("9800", "Hjørring"), ("9990", "Skagen"),
)  # fmt: skip

PRACTICES: Final = (
    "Lægerne Æblehaven", "Lægehuset ved Åen", "Lægerne på Torvet", "Østbyens Lægehus",
    "Lægefællesskabet Nørrebæk & Kjær", 'Lægeklinikken "Søen"', "Læge Å. Østergaards klinik",
)  # fmt: skip
DENTISTS: Final = (
    "Tandlægerne på Torvet", "Tandklinikken Åboulevarden", "Østerbros Tandlægehus",
    "Tandlægecentret Smil & Søn", "Børnetandplejen i Ærøskøbing", "Tandlægerne Kjær/Bæk/Møller",
)  # fmt: skip
ORGANISATIONS: Final = (
    "Hjemmeplejen Øst", "Akutmodtagelsen, afsnit Å", "Sundhedscenter Nørremarken",
    "Plejecenter Æblegården",
)  # fmt: skip

LANGUAGES: Final = (
    ("de", "German"), ("en", "English"), ("ar", "Arabic"), ("tr", "Turkish"), ("pl", "Polish"),
    ("fo", "Faroese"), ("kl", "Greenlandic"), ("so", "Somali"), ("uk", "Ukrainian"),
    ("da", "Dansk"),
)  # fmt: skip

NOTES: Final = (
    "Træffes bedst efter kl. 16",
    "Har nøgle til huset",
    "Ring først til hende, hun bor tættest på",
    "Må gerne vækkes om natten",
    "Taler kun færøsk og engelsk",
)
SPECIAL_NOTES: Final = (
    'Har nøgle & kender "Æsken" <under trappen>',
    "Træffes < kl. 8 & > kl. 16; spørg efter ”Åse“ eller 'Bjørn'",
    "]]> er ikke slutningen, &amp; er ikke et tegn, <b>fed</b> er ikke fed",
    "Ord med 3 alfabeter: Ærø, Żółć, Αθήνα, Київ; og et tegn uden for dem: 🏠",
    "50 % af tiden i Göteborg, resten på Læsø; pris: 12,50 €; §7; ½ time; 37 °C",
    "Bløde­bindestreg, hårdt mellemrum og tankestreg — \\n er to tegn; C:\\Søren\\ø.txt",
    "'; DROP TABLE stamkort; -- ${jndi:ldap://x} {{7*7}} %s %00",
)
LONG_NOTE: Final = (
    "Pårørende er på rejse i ulige uger og kan da kun nås på mobil; i lige uger nås hun på arbejde "
    "i dagtimerne, men ikke om onsdagen, hvor værkstedet på Ærø holder lukket, og slet ikke når "
    "færgen er indstillet på grund af storm. Naboen på første sal, som har hund, har også en nøgle."
)
