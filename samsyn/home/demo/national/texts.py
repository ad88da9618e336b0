"""What the made-up assignments say. Invented sentences; nobody has agreed on them."""

from samsyn.assignments.models import Part, Point

SUBJECTS = (
    ("Matematik", "resonemang i matematik"),
    ("Svenska", "läsning i alla ämnen"),
    ("Engelska", "muntlig engelska"),
    ("Biologi", "undersökande arbetssätt i naturvetenskap"),
    ("Historia", "källkritik i samhällsämnena"),
    ("Idrott och hälsa", "rörelse under skoldagen"),
    ("Slöjd", "bedömning i praktiska ämnen"),
    ("", "kollegiala samtal om undervisning"),
)
PARTS: dict[str, tuple[str, ...]] = {
    Part.BACKGROUND: (
        "Skolans kvalitetsarbete visar att eleverna svarar rätt men sällan kan säga varför. Lärarna ser det i alla årskurser "
        "och vill göra något åt det tillsammans.",
        "Resultaten skiljer sig mer mellan klasser än vi väntade oss. Vi vill veta vad det är i undervisningen som gör skillnad.",
    ),
    Part.EFFECT: (
        "Eleverna ska kunna förklara hur de tänker för någon annan, i tal och i skrift. Det märks på lektionerna till våren.",
        "Fler elever deltar i samtalen om ämnet, också de som är tysta i dag.",
    ),
    Part.METHOD: (
        "Lärarna planerar en lektion tillsammans, besöker varandra och talar om vad eleverna gjorde. Vi börjar om med det vi såg.",
        "Korta försök i den egna undervisningen, med forskning som vi har läst gemensamt som grund.",
    ),
    Part.ACTIVITIES: (
        "Jag leder gruppens möten och är med på lektioner när kollegor vill det.",
        "Jag handleder kollegor och förbereder texter och frågor till våra möten.",
    ),
    Part.TIME_PLAN: (
        "September till november: första omgången. Januari till april: den andra. Maj: vad vi har sett.",
        "En träff varannan torsdag under hela läsåret.",
    ),
    Part.TIME: (
        "Tiden frigörs genom att en annan lärare tar en grupp.",
        "Tiden ligger som ett block på torsdagar och flyttas inte.",
    ),
    Part.MANDATE: (
        "Jag leder ämneslagets möten och beslutar om deras innehåll. Kollegorna vet det och har hört det av rektor.",
        "Jag får be om att vara med på lektioner. Den som säger nej behöver inte säga varför.",
    ),
    Part.RESPONSIBILITY: (
        "Rektor svarar för tid och schema. Jag svarar för innehållet och för att vi kommer vidare.",
        "Vi stämmer av en gång i månaden och fattar beslut om schemat tillsammans.",
    ),
    Part.SUPPORT: (
        "Jag behöver tid att läsa och någon utanför skolan att tänka tillsammans med.",
        "En kurs i handledning under hösten.",
    ),
    Part.EVALUATION: (
        "Vi jämför elevernas förklaringar i september och i maj, och frågar lärarna vad de har ändrat.",
        "Loggen, några lektionsbesök och ett samtal med elever i varje årskurs.",
    ),
    Part.INFORMED: (
        "Alla lärare vid skolan, elevhälsan och fritidshemmets personal.",
        "Ämneslaget och förvaltningens utvecklingsledare.",
    ),
}
POINTS: dict[str, str] = {
    Point.HAPPENED: "Tre besök och fyra möten sedan sist.",
    Point.GIVES: "Kollegorna ställer andra frågor till eleverna.",
    Point.HINDERS: "Två möten föll bort när vikarier saknades.",
    Point.CONDITIONS: "Tiden räcker, men blocket behöver skyddas.",
}
STEPS = (
    "Fråga ämneslaget om en tid i mars",
    "Se över schemat för torsdagar",
    "Läsa elevernas texter",
)
WITH_WHOM = ("ämneslaget", "två kollegor", "arbetslaget", "en nyanställd", "")
SEEN = "Fler elever förklarar hur de tänker. I fyra av sex klasser syns det också i det de skriver."
CARRIES_ON = "Besöken fortsätter, men i mindre grupper."
COMMENTS = ("Kan vi säga det kortare?", "Hur märker eleverna det?", "Räcker tiden till detta?")
